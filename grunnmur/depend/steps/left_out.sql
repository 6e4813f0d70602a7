-- Flows that can be no dependency, by reason.
select left_out as reason, sum(flows) as flows
from sighting
where left_out is not null
group by left_out
