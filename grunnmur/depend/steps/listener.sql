-- Ports that somebody was seen opening: whoever listens there is the server in every flow.
select distinct endpoint, protocol, port
from (
  select case when opened then target else source end as endpoint, protocol,
         case when opened then target_port else source_port end as port
  from sighting
  where left_out is null and opened is not null
) opened
where port is not null
