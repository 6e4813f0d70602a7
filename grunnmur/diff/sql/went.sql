-- Things that went into another in this run.
select t.noun, t.entity_id, t.name, e.merged_into_id as into_id
from thing_before as t
join after.entity as e on e.noun = t.noun and e.entity_id = t.entity_id and e.merged_into_id is not null
anti join thing_after as still on still.noun = t.noun and still.entity_id = t.entity_id
