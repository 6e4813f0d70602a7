with current as (
    select * from plan
    where plan_id not in (select parent_id from plan where parent_id is not null)
    order by plan_id limit 1
)
select
    current.plan_id, current.status, current.cost, current.cost_total, current.bound, current.gap,
    current.violations,
    (select count(*) from move where move.plan_id = current.plan_id and wave_id is not null) as moves,
    (select count(*) from move where move.plan_id = current.plan_id and wave_id is null) as unplaced,
    (select count(distinct wave_id) from move where move.plan_id = current.plan_id) as waves,
    (select min(starts_on) from wave join move using (plan_id, wave_id) where plan_id = current.plan_id)
        as first_on,
    (select max(ends_on) from wave join move using (plan_id, wave_id) where plan_id = current.plan_id)
        as last_on
from current
