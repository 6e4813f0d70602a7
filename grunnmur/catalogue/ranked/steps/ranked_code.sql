-- The versions of each product, ranked once. A version's four codes are: itself, the lowest and the highest
-- that still are that version (its pre-releases and updates), and what lies above all it begins. Ranks are even: what is
-- found between two of them has the odd one. '"' lies between what is no version at all ("!") and every version.
with code as (
    select e.product, unnest([k.point, k.low, k.high, k.above]) as code
    from endpoint e
    join version_key k on k.scheme = e.scheme and k.version = e.version and k."update" = coalesce(e."update", '')
    union all
    select product, '"' from ranking_product
)
select product, code, 2 * row_number() over (partition by product order by code) as rank
from (select distinct product, code from code where code is not null)
