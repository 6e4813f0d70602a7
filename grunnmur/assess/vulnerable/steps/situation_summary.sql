-- One line a situation, judged now or by the run before.
with judged as (
    from judged_situation union all by name from kept_situation
)
select j.* exclude (listed, affected_days), j.listed::json as listed,
    coalesce(len([d for d in j.affected_days if d < $on::date - $grace_days::integer]), 0) as affected_for_long
from judged j
