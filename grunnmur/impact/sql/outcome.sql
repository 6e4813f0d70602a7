-- A clinical service stops when a redundancy group has nobody left; members of no group stand alone.
with groups as (
    select
        m.service_id,
        coalesce(m.redundancy_group, m.application_id) as grouping_name,
        bool_and(r.entity_id is not null) as all_stop
    from service_member as m
    left join reached as r on r.noun = 'application' and r.entity_id = m.application_id
    group by all
)
select
    r.*,
    case when r.steps = 0 then 'stops'
         when r.noun = 'clinical_service' and not (
            select coalesce(bool_or(all_stop), true) from groups where groups.service_id = r.entity_id
         ) then 'weakened'
         else 'stops' end as effect
from reached as r
