with counted as (
    select rule_id, sum(evaluated) as evaluated from rule_result group by rule_id
)
select
    finding.rule_id,
    any_value(rule.title_nb) as title_nb,
    any_value(rule.title_en) as title_en,
    coalesce(bool_or(finding.blocking), false) as blocking,
    min(finding.layer) as layer,
    count(*) filter (verdict = 'fail') as failed,
    count(*) filter (verdict = 'unknown') as unknown,
    count(*) filter (accepted_by is not null) as accepted,
    count(distinct (subject_kind, subject_id)) as subjects,
    max(counted.evaluated) as evaluated
from finding
left join counted using (rule_id)
left join rule using (rule_id)
group by finding.rule_id
order by blocking desc, layer, failed desc, unknown desc, rule_id
