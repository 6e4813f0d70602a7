-- What each source said before of the attributes that changed.
select distinct b.noun, b.entity_id, b.attribute, b.source, b.value
from before.evidence as b
semi join attribute_change as c using (noun, entity_id, attribute)
