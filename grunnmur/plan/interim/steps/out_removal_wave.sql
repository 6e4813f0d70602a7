-- The removals the plan does anyway: what has a known weakness, when it is rebuilt, set apart or gone; all else, when
-- one of its two ends is gone. Of several waves the first counts.
with moved as (
    select m.noun, m.entity_id, e.effect, v.plan_id, v.workload_id, v.disposition, w.wave_id, w.period, w.ends_on
    from workload_member m
    join move v using (workload_id)
    join wave w on w.plan_id = v.plan_id and w.wave_id = v.wave_id
    join disposition_effect e using (disposition)
), ends as (
    select cut_id, item, kind, subject_kind as noun, subject_id as entity_id from cut_item
    union all
    select cut_id, item, kind, other_kind, other_id from cut_item where other_id is not null
)
select e.cut_id, e.item, m.plan_id, m.wave_id, m.workload_id, m.disposition, m.ends_on
from ends e join moved m on m.noun = e.noun and m.entity_id = e.entity_id
where m.effect = 'gone' or e.kind in ('patch', 'host') and m.effect in ('mended', 'apart')
qualify row_number() over (partition by e.cut_id, e.item order by m.period, m.plan_id, m.workload_id) = 1
