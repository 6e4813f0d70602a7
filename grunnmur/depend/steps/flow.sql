-- Traffic per day and pair of addresses, all sensors together.
select coalesce(f.realm, r.realm, '') as realm, f.source_ip, f.target_ip, f.protocol, f.port, f.on_date,
       first(f.service order by f.service nulls last) as service,
       sum(f.flows) as flows, try_cast(sum(f.bytes) as bigint) as bytes,
       min(f.first_seen_at) as first_seen_at, max(f.last_seen_at) as last_seen_at
from flow_read f
left join realm_of r on r.source = f.source
group by coalesce(f.realm, r.realm, ''), f.source_ip, f.target_ip, f.protocol, f.port, f.on_date
