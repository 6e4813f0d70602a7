-- How many members of each workload each phase-out rule fails, by what is told of them.
select m.workload_id,
    count(distinct m.entity_id) filter (rule_id = 'not-compatible' and verdict = 'fail') as not_compatible,
    count(distinct m.entity_id) filter (rule_id = 'not-updatable' and verdict = 'fail') as not_updatable,
    count(distinct m.entity_id) filter (rule_id = 'not-secure' and verdict = 'fail') as not_secure
from finding f join member m on m.noun = f.subject_kind and m.entity_id = f.subject_id
where rule_id in ('not-compatible', 'not-updatable', 'not-secure')
group by m.workload_id
