-- Identifiers a thing had before that the thing it went into has now.
select distinct e.noun, e.entity_id, e.merged_into_id as into_id, i.kind || ' ' || i.value as identifier
from after.entity as e
join before.identifier as i
    on i.noun = e.noun and i.entity_id = e.entity_id and not coalesce(i.shared, false)
join after.identifier as o
    on o.noun = e.noun and o.entity_id = e.merged_into_id and o.kind = i.kind and o.value = i.value
