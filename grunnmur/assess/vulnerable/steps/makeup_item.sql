-- What each make-up runs of what conditions name.
select distinct makeup_id, unnest(items) as item_id, has_system, has_equipment
from (select distinct makeup_id, items, has_system, has_equipment from makeup)
