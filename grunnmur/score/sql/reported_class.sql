-- What the run says each provider is, by the true thing most of its records are about: whether the run took two
-- things for one is scored elsewhere. What is truly there and was not seen is not asked about, nor what is doubtful.
with stands_for as (
    select noun, found_id, true_id
    from (select noun, found_id, true_id, count(*) as n from matched where not missing group by all)
    qualify row_number() over (partition by noun, found_id order by n desc, true_id) = 1
)
select distinct r.noun, coalesce(s.true_id, r.entity_id) as true_id,
    case when r.sub_role in ('monitoring', 'scanner') then 'observer' else r.role end as class
from provider_role as r
left join stands_for as s on s.noun = r.noun and s.found_id = r.entity_id
left join true_class as t on t.noun = r.noun and t.true_id = s.true_id
where coalesce(t.observable, true) and coalesce(r.confidence, 1) >= $confidence
