-- History is kept: what is no longer said is given the day it was superseded. Two changes on one day are one.
with before as (
    select o.* replace (
        case when o.superseded_on is null and s.same and not s.older then s.told_on else o.known_on end as known_on,
        case
            when o.superseded_on is null and s.was and not s.older and not (s.is_said and s.same) then s.told_on
            else o.superseded_on
        end as superseded_on
    )
    from old_release_cycle o
    left join release_state s on s.product_id = o.product_id and s.cycle = case when o.superseded_on is null then o.cycle end
)
select * from before where superseded_on is null or first_known_on < superseded_on
union all by name
select n.*, n.known_on as first_known_on, null::date as superseded_on
from release_said n
join release_state s on s.product_id = n.product_id and s.cycle = n.cycle
where s.is_said and not (s.was and (s.same or s.older))
