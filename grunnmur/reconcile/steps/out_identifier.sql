-- Shared says that more than one thing carries it, whether by nature or by fault.
select e.noun, e.entity_id, i.kind, i.plain_value as value,
       bool_or(i.shared) or count(distinct e.entity_id) over (partition by e.noun, i.kind, i.plain_value) > 1 as shared
from (select distinct noun, entity_id, node from node_entity) e
join node_identifier i using (node)
group by e.noun, e.entity_id, i.kind, i.plain_value
