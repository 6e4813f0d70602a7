select r.rule_id, r.edition, a.subject_kind, s.organisation_id, s.platform,
    count(*) filter (a.verdict <> 'not_applicable') as evaluated,
    count(*) filter (a.verdict = 'pass') as passed,
    count(*) filter (a.verdict = 'fail') as failed,
    count(*) filter (a.verdict = 'unknown') as unknown,
    count(*) filter (a.verdict = 'not_applicable') as not_applicable
from answer a
join judging_rule r using (rule_id)
left join subject s on s.subject_kind = a.subject_kind and s.subject_id = a.subject_id
group by all
