-- Every period from the plan's first to its last, with what moves in it and what risk is left after it.
with current as (
    select plan_id from plan
    where plan_id not in (select parent_id from plan where parent_id is not null)
    order by plan_id limit 1
),
counts as (
    select wave_id, count(*) as moves
    from move join current using (plan_id) where wave_id is not null group by wave_id
)
select
    coalesce(wave.period, risk.period) as period,
    coalesce(wave.starts_on, risk.starts_on) as starts_on,
    max(wave.ends_on) as ends_on,
    coalesce(sum(counts.moves), 0) as moves,
    max(risk.exposure) as exposure,
    max(risk.one_off_nok) as one_off_nok
from (select wave.* from wave join current using (plan_id)) as wave
full join (select risk_point.* from risk_point join current using (plan_id)) as risk using (period)
left join counts on counts.wave_id = wave.wave_id
group by all
order by period
