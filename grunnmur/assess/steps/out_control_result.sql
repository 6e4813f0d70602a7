-- How each demand stands in each organisation. A rule that gave no answer at all was not asked, which is not a pass.
with asked as (
    select c.pack, c.version, c.control_id, r.rule_id, t.rule_id is null as silent
    from control c
    left join control_rule r on r.pack = c.pack and r.version = c.version and r.control_id = c.control_id
    left join (select distinct rule_id from rule_result) t on t.rule_id = r.rule_id
), told as (
    select pack, version, control_id, count(rule_id) as rules,
        string_agg(rule_id, ' ' order by rule_id) filter (silent) as not_judged
    from asked group by all
), answered as (
    select rule_id, organisation_id, sum(evaluated) as evaluated, sum(passed) as passed, sum(failed) as failed,
        sum(unknown) as unknown, sum(not_applicable) as not_applicable
    from rule_result group by all
), accepted as (
    select f.rule_id, s.organisation_id, count(*) as accepted
    from finding f left join subject s on s.subject_kind = f.subject_kind and s.subject_id = f.subject_id
    where f.accepted_by is not null and f.verdict = 'fail'
    group by all
), summed as (
    select q.pack, q.version, q.control_id, a.organisation_id,
        sum(a.evaluated) as evaluated, sum(a.passed) as passed, sum(a.failed) as failed,
        sum(coalesce(x.accepted, 0)) as accepted, sum(a.unknown) as unknown, sum(a.not_applicable) as not_applicable
    from asked q
    join answered a using (rule_id)
    left join accepted x on x.rule_id = a.rule_id and x.organisation_id is not distinct from a.organisation_id
    group by all
)
select t.pack, t.version, t.control_id, s.organisation_id,
    case when t.rules = 0 then 'not_measured'
         when s.failed > 0 then 'fail'
         when s.unknown > 0 or t.not_judged is not null then 'unknown'
         when s.passed > 0 then 'pass'
         else 'not_applicable' end as verdict,
    coalesce(s.evaluated, 0) as evaluated, coalesce(s.passed, 0) as passed, coalesce(s.failed, 0) as failed,
    coalesce(s.accepted, 0) as accepted, coalesce(s.unknown, 0) as unknown,
    coalesce(s.not_applicable, 0) as not_applicable, t.not_judged
from told t left join summed s using (pack, version, control_id)
