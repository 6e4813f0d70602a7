-- Those of them that the thing they went into has now.
select distinct had.noun, had.entity_id, had.into_id, had.kind || ' ' || had.value as identifier
from after.identifier as i
join had on had.noun = i.noun and had.into_id = i.entity_id and had.kind = i.kind and had.value = i.value
