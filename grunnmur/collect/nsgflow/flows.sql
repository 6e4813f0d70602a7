-- Tuples of one block as flow records: what began, went on and ended is one connection.
with parted as (
  select number, kind = 'vnet' as new, string_split(line, ',') as part from line
),
read as (
  select
    number,
    len(part) >= if(new, 13, 8) as whole,
    try_cast(part[1] as bigint) * if(new, 1000, 1000000) as micros,
    part[2] as source_ip,
    part[3] as target_ip,
    try_cast(part[4] as bigint) as source_port,
    try_cast(part[5] as bigint) as target_port,
    upper(part[6]) as protocol,
    upper(part[8]) = 'D' as denied,
    -- B: begins, C: goes on, E: ends; version 1 has no state, and each tuple is a flow of its own
    nullif(upper(if(new, part[8], part[9])), '') as state,
    try_cast(part[10] as bigint) as packets_sent,
    try_cast(part[11] as bigint) as sent,
    try_cast(part[12] as bigint) as packets_received,
    try_cast(part[13] as bigint) as received
  from parted
),
connection as (
  select
    min(number) as number,
    count(*) as "rows",
    if(denied or not whole, number, 0) as alone,
    whole,
    denied,
    source_ip, source_port, target_ip, target_port, protocol,
    min(micros) as first_micros,
    max(micros) as last_micros,
    count(*) filter (state = 'B') as begun,
    count(*) filter (state = 'E') as ended,
    count(*) filter (state is null) as stateless,
    sum(packets_sent)::hugeint as packets_sent,
    sum(sent)::hugeint as sent,
    sum(packets_received)::hugeint as packets_received,
    sum(received)::hugeint as received
  from read
  group by alone, whole, denied, source_ip, source_port, target_ip, target_port, protocol
)
select
  number, "rows", source_ip, source_port, target_ip, target_port, protocol,
  if(first_micros between 0 and $latest, make_timestamp(first_micros), null) as started_at,
  if(last_micros between 0 and $latest, make_timestamp(last_micros), null) as ended_at,
  if(packets_sent is null and packets_received is null, null,
     coalesce(packets_sent, 0) + coalesce(packets_received, 0)) as packets,
  if(sent is null and received is null, null, coalesce(sent, 0) + coalesce(received, 0)) as bytes,
  greatest(begun, ended, stateless, 1) as flows,
  true as opened,
  case when packets_received > 0 then true when packets_sent > 0 and packets_received = 0 then false end as answered,
  case
    when not whole then 'line_malformed'
    when denied then 'flow_rejected'
    when packets_sent > 0 and packets_received = 0 and protocol in ('T', '6') then 'flow_without_answer'
    -- log lines, traps and flow exports are never answered, and are needed all the same
    when packets_sent > 0 and packets_received = 0 and protocol in ('U', '17')
      and target_port not in (162, 514, 2055, 4739, 6343, 9995, 9996) then 'flow_without_answer'
  end as verdict
from connection
order by number
