-- Traffic between two named things, by port, over the whole window.
select source_id, target_id, port,
    sum(flows) as flows, sum(bytes) as bytes, count(distinct on_date) as days
from conversed
where source_id is not null and target_id is not null and source_id <> target_id
group by source_id, target_id, port
