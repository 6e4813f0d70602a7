-- Which application talked to which on which day.
select
  b.consumer as source, b.provider as target, d.protocol, d.port, d.on_date,
  sum(d.flows) as flows, try_sum(d.bytes) as bytes,
  min(d.first_seen_at) as first_seen_at, max(d.last_seen_at) as last_seen_at, bit_or(d.hours) as hours,
  max(d.confidence * b.share) as confidence
from pair_day d
join speaking b on b.source = d.source and b.target = d.target
group by all
