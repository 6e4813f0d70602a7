-- What each provider truly is, of those that were seen on the network and stand in some source; who watches the others
-- is a class of its own.
select noun, entity_id as true_id,
    observable and exists (select 1 from true_record as t where t.noun = r.noun and t.entity_id = r.entity_id) as observable,
    case when sub_role in ('monitoring', 'scanner') then 'observer' else role end as class
from true_provider_role as r
