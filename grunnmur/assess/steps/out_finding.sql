select 'f-' || substr(md5(concat_ws('|', a.rule_id, a.subject_kind, a.subject_id, a.product_id)), 1, 20) as finding_id,
    a.rule_id, a.subject_kind, a.subject_id, a.product_id, a.verdict, r.aspect, r.layer, r.blocking, r.severity, a.facts
from answer a join judging_rule r using (rule_id)
where a.verdict in ('fail', 'unknown')
