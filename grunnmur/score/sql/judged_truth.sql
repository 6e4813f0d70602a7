-- Each true finding with what the run said of the same rule and subject.
select
    t.*,
    coalesce(bool_or(r.verdict = t.verdict), false) as reported,
    coalesce(bool_or(r.verdict <> t.verdict), false) as otherwise
from true_faults as t
left join (from reported_faults where judged) as r using (rule_id, subject_kind, found_id)
group by all
