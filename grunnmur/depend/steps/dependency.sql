-- What was said, and what was seen: between applications, and between things that carry none.
select * from dependency where origin = 'declared' or origin is null
union all by name
select 'application' as consumer_kind, consumer_id, 'application' as provider_kind, provider_id, protocol, port,
       'observed' as origin, flows, bytes, first_seen_at, last_seen_at, confidence
from application_pair
union all by name
select 'asset' as consumer_kind, source_id as consumer_id, 'asset' as provider_kind, target_id as provider_id,
       coalesce(upper(service), protocol) as protocol, port, 'observed' as origin, sum(flows) as flows, try_cast(sum(bytes) as bigint) as bytes,
       min(first_seen_at) as first_seen_at, max(last_seen_at) as last_seen_at, 1.0 as confidence
from asset_pair
group by source_id, target_id, coalesce(upper(service), protocol), port
