with current as (
    select plan_id from plan
    where plan_id not in (select parent_id from plan where parent_id is not null)
    order by plan_id limit 1
)
select coalesce(disposition, 'unknown') as disposition, count(*) as moves, sum(cost) as cost
from move join current using (plan_id)
group by all
order by moves desc, disposition
