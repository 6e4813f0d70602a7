with current as (
    select plan_id from plan
    where plan_id not in (select parent_id from plan where parent_id is not null)
    order by plan_id limit 1
),
placed as (
    select
        wave.period,
        coalesce(organisation.name, workload.organisation_id, '') as organisation,
        coalesce(workload.platform, '') as platform
    from move
    join current using (plan_id)
    join wave using (plan_id, wave_id)
    left join workload using (workload_id)
    left join organisation on organisation.organisation_id = workload.organisation_id
),
parts as (
    select 'organisation' as part, organisation as name, period from placed
    union all
    select 'platform', platform, period from placed
)
select part, name, period, count(*) as moves
from parts
group by part, name, period
order by part, name = '', name, period
