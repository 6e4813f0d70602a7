-- Of several acceptances of one finding the one that holds longest is shown.
with judged as (
    select 'f-' || substr(md5(concat_ws('|', a.rule_id, a.subject_kind, a.subject_id, a.product_id)), 1, 20) as finding_id,
        a.rule_id, a.subject_kind, a.subject_id, a.product_id, a.verdict, r.aspect, r.layer, r.blocking, r.severity, a.facts
    from answer a join judging_rule r using (rule_id)
    where a.verdict in ('fail', 'unknown')
), accepted as (
    select j.finding_id, x.decided_by as accepted_by, x.valid_to as accepted_until, x.decision_id
    from acceptance x
    join judged j on j.rule_id = x.rule_id and j.subject_kind = x.subject_kind and j.subject_id = x.subject_id
        and j.product_id is not distinct from coalesce(x.product_id, j.product_id)
    where x.flaw is null
    qualify row_number() over (partition by j.finding_id order by x.valid_to desc, x.decision_id) = 1
)
select j.*, a.accepted_by, a.accepted_until, a.decision_id
from judged j left join accepted a using (finding_id)
