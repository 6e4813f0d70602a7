-- What was said, and what was seen: between things, and between applications.
select * from dependency where origin = 'declared' or origin is null
union all by name
select kind as consumer_kind, source_id as consumer_id, kind as provider_kind, target_id as provider_id,
       protocol, port, 'observed' as origin, flows, bytes, first_seen_at, last_seen_at, period, confidence
from periodic
