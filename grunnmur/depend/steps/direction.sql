-- Every flow from client to server. Who is known to have opened wins; then the side that kept its port is the server;
-- the rest was judged in `undecided`.
with judged as (
  select realm, source_ip, target_ip, protocol, source_port, target_port, opened, answered, on_date, exact_at,
         flows, bytes, first_seen_at, last_seen_at, hours, sampled, service,
         case when opened is not null then 'opened' when (source_port is null) <> (target_port is null) then 'momentary' end as direction,
         coalesce(not opened, target_port is null and source_port is not null) as turned
  from sighting
  where left_out is null and (opened is not null or source_port is null or target_port is null)
  union all
  select realm, source_ip, target_ip, protocol, source_port, target_port, opened, answered, on_date, exact_at,
         flows, bytes, first_seen_at, last_seen_at, hours, sampled, service, direction, turned
  from undecided
)
select realm, protocol,
       case when turned then target_ip else source_ip end as source_ip,
       case when turned then source_ip else target_ip end as target_ip,
       case when turned then source_port else target_port end as port,
       direction, turned, opened, answered, on_date, exact_at, flows, bytes, first_seen_at, last_seen_at, hours, sampled, service
from judged
