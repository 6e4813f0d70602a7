-- Lines of one block, added up. A line is malformed, unanswered, or a flow.
with read as (
  select
    number,
    coalesce(try_cast(ts as double), epoch(try_cast(ts as timestamp))) as ts,
    lower(source_ip) as source_ip,
    lower(target_ip) as target_ip,
    lower(protocol) as protocol,
    -- for ICMP the field holds a code, not a port
    case when lower(protocol) = 'icmp' then 0 else try_cast(port as bigint) end as port,
    service,
    coalesce(try_cast(duration as double), 0) as duration,
    try_cast(sent as bigint) as sent,
    try_cast(received as bigint) as received,
    state
  from line
),
judged as (
  select *,
    case
      when ts is null or not ts between 1 and $latest
        or source_ip is null or not regexp_full_match(source_ip, '[0-9a-f:.]{3,}(%.*)?')
        or target_ip is null or not regexp_full_match(target_ip, '[0-9a-f:.]{3,}(%.*)?')
        or protocol is null or port is null or not port between 0 and 65535
        then 'malformed'
      -- syslog, SNMP traps and flow exports are never answered, and are needed all the same
      when protocol = 'udp' and state = 'S0' and sent > 0 and port in (162, 514, 2055, 4739, 6343, 9995, 9996)
        then 'flow'
      when state in ('S0', 'REJ', 'RSTOS0', 'SH') then 'unanswered'
      -- opened and reset with no byte in answer: a scanner asking whether anyone is there
      when state in ('RSTO', 'RSTR') and coalesce(received, 0) = 0 then 'unanswered'
      else 'flow'
    end as verdict
  from read
)
select
  verdict,
  if(verdict = 'malformed', number, null) as number,
  if(verdict = 'flow', source_ip, null) as source_ip,
  if(verdict = 'flow', target_ip, null) as target_ip,
  if(verdict = 'flow', protocol, null) as protocol,
  if(verdict = 'flow', port, null) as port,
  if(verdict = 'flow', make_timestamp((ts * 1000000)::bigint)::date, null) as on_date,
  if(verdict = 'flow', service, null) as service,
  count(*) as flows,
  sum(if(sent is null and received is null, null, coalesce(sent, 0)::hugeint + coalesce(received, 0))) as bytes,
  min(ts) as first_ts,
  max(ts + if(duration between 0 and 31536000, duration, 0)) as last_ts
from judged
group by all
