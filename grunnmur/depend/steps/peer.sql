-- Where neither side is known to listen: how many others meet each port. A server's port meets many.
with meeting as (
  select source as endpoint, source_port as port, protocol, target as other, target_port as other_port
  from sighting
  where left_out is null and opened is null and source_port is not null and target_port is not null
  union
  select target, target_port, protocol, source, source_port
  from sighting
  where left_out is null and opened is null and source_port is not null and target_port is not null
)
select endpoint, port, protocol, count(*) as others
from meeting
group by endpoint, port, protocol
