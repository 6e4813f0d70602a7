-- The versions of each product, ranked once. A version's four codes are: itself, the lowest and the highest
-- that still are that version (its pre-releases and updates), and what lies above all it begins.
with code as (
    select e.product_id, unnest([k.point, k.low, k.high, k.above]) as code
    from endpoint e
    join version_key k
        on k.scheme = e.scheme and k.version = e.version and k."update" = coalesce(e."update", '')
)
select product_id, code, row_number() over (partition by product_id order by code) as rank
from (select distinct product_id, code from code where code is not null)
