-- Rows of one block of nfdump's output as flow records.
with counted as (
  select
    * replace (
      coalesce(try_cast(started as timestamp), make_timestamp((try_cast(started as double) * 1000000)::bigint)) as started,
      coalesce(try_cast(ended as timestamp), make_timestamp((try_cast(ended as double) * 1000000)::bigint)) as ended,
      -- an end that was never told makes a duration of half a million years
      coalesce(to_seconds(if(try_cast(duration as double) between 0 and 1e9, duration::double, null)), try_cast(duration as interval)) as duration,
      scaled(packets) as packets,
      scaled(packets_back) as packets_back,
      scaled(bytes) as bytes,
      scaled(bytes_back) as bytes_back,
      scaled(flows) as flows,
      -- the six flags that tell how far a connection came, as a number; nfdump 1.6 writes them as one where a newer flag
      -- stands beside (0xc2: who opens asks whether congestion can be told, RFC 3168), 1.7 as letters at their places
      coalesce(
        try_cast(trim(flags) as integer),
        32 * contains(flags, 'U')::int + 16 * contains(flags, 'A')::int + 8 * contains(flags, 'P')::int
        + 4 * contains(flags, 'R')::int + 2 * contains(flags, 'S')::int + contains(flags, 'F')::int
      ) & 63 as flags,
      upper(event) as event
    )
  from line
)
select
  number,
  started as started_at,
  coalesce(ended, started + duration) as ended_at,
  source_ip,
  try_cast(source_port as bigint) as source_port,
  target_ip,
  try_cast(target_port as bigint) as target_port,
  protocol,
  packets + coalesce(packets_back, 0) as packets,
  bytes + coalesce(bytes_back, 0) as bytes,
  if(flows > 0, flows, 1)::bigint as flows,
  case when packets_back > 0 then true end as answered,
  case
    when not whole then 'line_malformed'
    when contains(source_ip, '..') or contains(target_ip, '..') then 'flow_address_shortened'
    when event in ('DENIED', 'DENY', '3') then 'flow_rejected'
    when upper(protocol) in ('TCP', '6') and flags in (2, 4, 20) then 'flow_without_answer'
  end as verdict
from counted
