-- What each source saw of each kind; Chao's lower bound (Chao 1987) estimates what none saw: `once` and `twice` are things
-- seen by one and by two of the families of sources that see the kind at all; few families are as few occasions to be seen at.
-- No estimate where fewer than a quarter are seen by two or more: then the sources look at different things. Nor where more
-- than three are seen once for each that is seen twice: the bound rests on these two alone. What is seen by more is no reason
-- against it, but the best there is for it.
with total as (
    select asset_kind, sum(things) filter (counted = 'families')::bigint as of,
           coalesce(sum(things) filter (counted = 'families' and name = '1'), 0)::bigint as once,
           coalesce(sum(things) filter (counted = 'families' and name = '2'), 0)::bigint as twice,
           count(*) filter (counted = 'family') as occasions
    from coverage_tally group by asset_kind
)
select c.asset_kind, c.name as source, c.things as seen, t.of, null as estimated
from coverage_tally c join total t using (asset_kind)
where c.counted = 'source'
union all
select asset_kind, '*', of, of,
       case when 4 * (of - once) >= of and once <= 3 * (twice + 1)
            then round(of + (occasions - 1) / occasions * once * (once - 1) / (2.0 * (twice + 1)))::bigint end
from total
