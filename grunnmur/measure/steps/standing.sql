-- Where each application stands after each wave: gone where it was retired or took its place in another, on the common
-- platform once moved, else where it was. What is isolated or retained stays.
with moved as (
    select m.entity_id as application_id, min(w.period) as period, min(v.disposition) as disposition
    from workload_member m
    join move v on v.workload_id = m.workload_id
    join wave w on w.plan_id = v.plan_id and w.wave_id = v.wave_id
    where m.noun = 'application'
    group by m.entity_id
)
select t.period, a.application_id, a.organisation_id, lower(trim(a.function)) as function,
    case when m.period <= t.period and m.disposition not in ('retain', 'isolate') then 'common' else a.platform end as platform
from application a
cross join moment t
left join moved m on m.application_id = a.application_id
where a.status is distinct from 'retired'
  and not coalesce(m.period <= t.period and m.disposition in ('retire', 'consolidate'), false)
