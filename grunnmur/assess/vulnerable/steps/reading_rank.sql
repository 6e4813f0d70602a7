-- Where each code stands among its product's versions: at one of them (even) or after it (odd).
with asked as (
    select distinct product, unnest([point, above]) as code from reading_key
), among as (
    select c.* from ranked_code c semi join asked a on a.product = c.product
)
select a.product, a.code, coalesce(c.rank + (c.code <> a.code)::integer, 1) as rank
from asked a asof left join among c on c.product = a.product and a.code >= c.code
