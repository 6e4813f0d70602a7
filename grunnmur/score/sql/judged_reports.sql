-- Each reported finding with whether it is true, knowable or not.
select
    r.*,
    coalesce(bool_or(t.verdict = r.verdict), false) as right,
    coalesce(bool_or(t.verdict <> r.verdict), false) as otherwise
from reported_faults as r
left join true_faults as t using (rule_id, subject_kind, found_id)
group by all
