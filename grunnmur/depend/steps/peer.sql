-- Where neither side is known to listen: how many others meet each port. A server's port meets many.
with meeting as (
  select realm, source_ip as ip, source_port as port, protocol, target_ip as other_ip, target_port as other_port
  from sighting
  where left_out is null and opened is null and source_port is not null and target_port is not null
  union
  select realm, target_ip, target_port, protocol, source_ip, source_port
  from sighting
  where left_out is null and opened is null and source_port is not null and target_port is not null
)
select realm, ip, port, protocol, count(*) as others
from meeting
group by realm, ip, port, protocol
