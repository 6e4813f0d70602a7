-- Which thing talks to which, by port.
select source_id, target_id, protocol, port,
       first(service order by service nulls last) as service,
       sum(flows) as flows, try_cast(sum(bytes) as bigint) as bytes, min(first_seen_at) as first_seen_at, max(last_seen_at) as last_seen_at,
       count(distinct on_date) as days
from named_flow
where source_id is not null and target_id is not null and source_id <> target_id
group by source_id, target_id, protocol, port
