-- What is another when the wave is done, and how. What two workloads leave in two ways is taken to be as before.
select m.noun, m.entity_id, min(e.effect) as effect
from workload_member m
join move v using (workload_id)
join wave w on w.plan_id = v.plan_id and w.wave_id = v.wave_id
join disposition_effect e using (disposition)
where w.period <= $period
group by m.noun, m.entity_id
having count(distinct e.effect) = 1 and min(e.effect) <> 'same'
