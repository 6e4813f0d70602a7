-- Rows of one block in the columns of flow_record, each with its verdict: a flow, or the code of the note it becomes.
with told as (
  select * from shape union all by name select * from flow_row
),
placed as (
  select * replace (
    if($zone = 'UTC', started_at, (started_at at time zone $zone)::timestamp) as started_at,
    if($zone = 'UTC', ended_at, (ended_at at time zone $zone)::timestamp) as ended_at,
    -- protocols that have no ports say something else in the field
    if(protocol in ('tcp', 'udp', 'sctp', 'udplite', 'dccp'), source_port, 0) as source_port,
    if(protocol in ('tcp', 'udp', 'sctp', 'udplite', 'dccp'), target_port, 0) as target_port,
    coalesce(flows, 1) as flows,
    coalesce("rows", 1) as "rows"
  )
  from told
)
select * replace (
    case
      when verdict is not null then verdict
      when source_ip is null or target_ip is null or protocol is null or target_port is null
        or not target_port between 0 and 65535 or not coalesce(source_port, 0) between 0 and 65535
        then 'line_malformed'
      when started_at is null then 'flow_without_time'
      when started_at not between timestamp '2000-01-01' and timestamp '2100-01-01' then 'flow_time_impossible'
      when source_ip = target_ip or starts_with(source_ip, '127.') or source_ip = '::1' then 'flow_within_host'
    end as verdict,
    -- a connection that ends before it began, or lasts a year, has a beginning and no known end
    if(ended_at between started_at and started_at + interval 366 days, ended_at, null) as ended_at,
    if(packets between 0 and 9223372036854775807, packets, null)::bigint as packets,
    if(bytes between 0 and 9223372036854775807, bytes, null)::bigint as bytes
  ),
  not ended_at between started_at and started_at + interval 366 days as end_doubtful
from placed
