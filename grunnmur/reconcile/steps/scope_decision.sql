-- What people decided of scope, and the thing it is about: named by its id, or by a row of it.
with known as (
    select distinct noun, entity_id from node_entity
    where entity_id in (select subject_id from holding where kind = 'scope')
)
select d.row, d.decision_id, d.valid_to, d.subject_kind as noun, coalesce(k.entity_id, n.entity_id) as entity_id, d.value as scope, d.reason
from holding d
left join known k on k.noun = d.subject_kind and k.entity_id = d.subject_id
left join decided_row r on r.row = d.row
left join node_entity n on n.node = r.node
where d.kind = 'scope' and coalesce(k.entity_id, n.entity_id) is not null
