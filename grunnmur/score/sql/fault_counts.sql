with truth as (
    select
        rule_id,
        count(*) as true_faults,
        count(*) filter (knowable) as knowable,
        count(*) filter (knowable and reported) as found,
        count(*) filter (knowable and not reported) as missed,
        count(*) filter (knowable and not reported and otherwise) as missed_otherwise,
        count(*) filter (knowable and found_id is null) as missed_thing,
        list(true_id order by true_id) filter (knowable and not reported)[:5] as missed_examples
    from judged_truth group by rule_id
),
reports as (
    select
        rule_id,
        count(*) filter (judged and (r.right or verdict = 'fail')) as reported,
        count(*) filter (judged and r.right) as correct,
        count(*) filter (judged and not r.right and verdict = 'fail') as wrong,
        count(*) filter (judged and not r.right and verdict = 'fail' and otherwise) as wrong_otherwise,
        count(*) filter (judged and not r.right and verdict = 'unknown') as undecided,
        count(*) filter (not judged) as unjudged,
        list(found_id order by found_id) filter (judged and not r.right and verdict = 'fail')[:5] as wrong_examples
    from judged_reports as r group by rule_id
)
select
    rule_id,
    coalesce(reported, 0), coalesce(correct, 0), coalesce(wrong, 0), coalesce(wrong_otherwise, 0),
    coalesce(true_faults, 0), coalesce(knowable, 0), coalesce(found, 0), coalesce(missed, 0),
    coalesce(missed_otherwise, 0), coalesce(missed_thing, 0), coalesce(undecided, 0), coalesce(unjudged, 0),
    coalesce(missed_examples, []), coalesce(wrong_examples, [])
from truth full join reports using (rule_id)
order by rule_id
