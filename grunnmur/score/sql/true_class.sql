-- What each provider truly is, of those that were seen; who watches the others is a class of its own.
select t.noun, t.entity_id as true_id, l.found_id,
    case when t.sub_role in ('monitoring', 'scanner') then 'observer' else t.role end as class
from true_provider_role as t
left join located as l on l.noun = t.noun and l.true_id = t.entity_id
where t.observable
