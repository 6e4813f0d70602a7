-- What the run says each provider is. What is truly there and was not seen is not asked about.
select r.noun, r.entity_id as found_id,
    case when r.sub_role in ('monitoring', 'scanner') then 'observer' else r.role end as class
from provider_role as r
where not exists (
    select 1 from true_provider_role as t
    join located as l on l.noun = t.noun and l.true_id = t.entity_id
    where not t.observable and l.noun = r.noun and l.found_id = r.entity_id
)
