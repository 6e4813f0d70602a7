-- Pairs are counted from the sizes of groups: n records in one group are n(n-1)/2 pairs.
-- A pair put together counts in a class when either of its records is of the class.
with members as (
    select noun, found_id, count(*) as n from matched group by all
),
together as (
    select class, noun, found_id, count(*) as n from classes group by all
),
put_together as (
    select
        class,
        sum(members.n * (members.n - 1) // 2
            - (members.n - together.n) * (members.n - together.n - 1) // 2) as pairs
    from together join members using (noun, found_id)
    group by class
),
rightly as (
    select class, sum(n * (n - 1) // 2) as pairs
    from (select class, true_id, found_id, count(*) as n from classes group by all)
    group by class
),
there_are as (
    select class, sum(n * (n - 1) // 2) as pairs
    from (select class, true_id, count(*) as n from classes group by all)
    group by class
),
linkable as (
    select class, sum(n * (n - 1) // 2) as pairs
    from (select class, link_group, count(*) as n from classes where link_group is not null group by all)
    group by class
),
linked as (
    select class, sum(n * (n - 1) // 2) as pairs
    from (
        select class, link_group, found_id, count(*) as n
        from classes where link_group is not null group by all
    )
    group by class
),
sizes as (
    select
        class,
        count(*) as records,
        count(*) filter (missing) as missing,
        count(distinct true_id) as things,
        count(distinct found_id) filter (not missing) as found
    from classes group by class
)
select
    class, records, missing, things, found,
    put_together.pairs as pairs_found,
    rightly.pairs as pairs_right,
    coalesce(linkable.pairs, 0) as pairs_linkable,
    coalesce(linked.pairs, 0) as pairs_linked,
    there_are.pairs as pairs_true
from sizes
join put_together using (class)
join rightly using (class)
join there_are using (class)
left join linkable using (class)
left join linked using (class)
order by class
