-- What is said now beside what was said before, release by release.
with told as (
    select product_id, max(known_on) as known_on from release_said group by all
),
before as (
    select * from old_release_cycle where superseded_on is null
)
select
    coalesce(n.product_id, o.product_id) as product_id,
    coalesce(n.cycle, o.cycle) as cycle,
    t.known_on as told_on,
    o.product_id is not null as was,
    n.product_id is not null as is_said,
    t.known_on < o.known_on as older,
    (n.version, n.released_on, n.active_until, n.security_until, n.paid_until, n.ended_undated, n.wording, n.disputed)
        is not distinct from
    (o.version, o.released_on, o.active_until, o.security_until, o.paid_until, o.ended_undated, o.wording, o.disputed) as same
from release_said n
full join before o on o.product_id = n.product_id and o.cycle = n.cycle
join told t on t.product_id = coalesce(n.product_id, o.product_id)
