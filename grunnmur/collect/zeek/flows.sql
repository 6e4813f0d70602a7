-- Lines of one block as flow records. Attempts that nobody answered are none.
with read as (
  select
    number,
    coalesce(try_cast(ts as double), epoch(try_cast(ts as timestamp))) as ts,
    source_ip,
    target_ip,
    lower(protocol) as protocol,
    try_cast(source_port as bigint) as source_port,
    try_cast(target_port as bigint) as target_port,
    service,
    -- a duration Zeek did not tell is a connection of one packet
    coalesce(try_cast(duration as double), 0) as duration,
    try_cast(sent as bigint) as sent,
    try_cast(received as bigint) as received,
    try_cast(packets_sent as bigint) as packets_sent,
    try_cast(packets_received as bigint) as packets_received,
    state
  from line
)
select
  number,
  if(ts between 1 and $latest, make_timestamp((ts * 1000000)::bigint), null) as started_at,
  if(ts between 1 and $latest and abs(duration) < $latest, make_timestamp(((ts + duration) * 1000000)::bigint), null)
    as ended_at,
  source_ip,
  source_port,
  target_ip,
  target_port,
  protocol,
  service,
  if(packets_sent is null and packets_received is null, null,
     coalesce(packets_sent, 0)::hugeint + coalesce(packets_received, 0)) as packets,
  if(sent is null and received is null, null, coalesce(sent, 0)::hugeint + coalesce(received, 0)) as bytes,
  1 as sampled,
  -- OTH: the beginning was not seen, and Zeek takes the first to speak for the one who opened
  if(protocol = 'tcp' and state = 'OTH', null, true) as opened,
  case
    when state in ('SF', 'S1', 'S2', 'S3', 'RSTO', 'RSTR', 'SHR', 'RSTRH') or received > 0 then true
    when state = 'S0' then false
  end as answered,
  case
    when ts is null or not ts between 1 and $latest then 'line_malformed'
    -- syslog, SNMP traps and flow exports are never answered, and are needed all the same: catalogue/protocols.yaml
    when protocol = 'udp' and state = 'S0' and sent > 0 and target_port in (162, 514, 2055, 4739, 6343, 9995, 9996)
      then null
    when state in ('S0', 'REJ', 'RSTOS0', 'SH') then 'flow_without_answer'
    -- opened and reset with no byte in answer: a scanner asking whether anyone is there
    when state in ('RSTO', 'RSTR') and coalesce(received, 0) = 0 then 'flow_without_answer'
  end as verdict
from read
