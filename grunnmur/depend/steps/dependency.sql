-- What was said, and what was seen: between things, and between applications.
select * from dependency where origin = 'declared' or origin is null
union all by name
select c.kind as consumer_kind, c.id as consumer_id, p.kind as provider_kind, p.id as provider_id,
       o.protocol, o.port, 'observed' as origin, o.flows, o.bytes, o.first_seen_at, o.last_seen_at, o.period, o.confidence
from periodic o
join party c on c.party = o.source
join party p on p.party = o.target
