-- Identifiers they had.
select went.noun, went.entity_id, went.into_id, i.kind, i.value
from before.identifier as i
join went using (noun, entity_id)
where not coalesce(i.shared, false)
