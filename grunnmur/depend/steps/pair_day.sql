-- Which thing talked to which on which day, by protocol. The protocol is what the sensor recognised, unless it only
-- recognised the wrapping; then what the port is listed for, wrapped so; then the transport.
-- How sure the direction is: seen opened 1, by ports 0.95 and 0.9, by peers 0.7, unknown 0.5; a tenth less where nobody
-- saw an answer. These are judgements.
select
  f.source_party as source, f.target_party as target,
  case
    when s.generic and s.seals then coalesce(l.sealed, s.name)
    when s.generic then coalesce(l.protocol, s.name)
    else coalesce(s.name, l.protocol, f.protocol)
  end as protocol,
  f.port, f.on_date,
  sum(f.flows) as flows, try_sum(f.bytes) as bytes,
  min(f.first_seen_at) as first_seen_at, max(f.last_seen_at) as last_seen_at, bit_or(f.hours) as hours,
  max(
    case f.rank when 1 then 1.0e0 when 2 then 0.95e0 when 3 then 0.95e0 when 4 then 0.9e0 when 5 then 0.7e0 else 0.5e0 end
    * case when coalesce(f.answered, f.rank = 1, false) then 1.0e0 else 0.9e0 end
  ) as confidence
from flow_day f
left join spoken s on s.target = f.target and s.protocol = f.protocol and s.port = f.port
left join listed l on l.transport = f.protocol and l.port = f.port
where f.source_party <> f.target_party
group by all
