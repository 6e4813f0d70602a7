-- The feeds that tell something else in a table than they did before. A sum over rows, so that no order matters.
with told as (
    select feed, 'before' as time, hash(*columns(* exclude (feed))) as said from told_before
    union all
    select feed, 'now', hash(*columns(* exclude (feed))) from (from told_before where false union all by name from told_now)
), summed as (
    select feed, time, count(*) as rows, sum(said::hugeint) as content from told group by all
)
select feed from summed group by feed having count(*) = 1 or count(distinct (rows, content)) = 2 order by feed
