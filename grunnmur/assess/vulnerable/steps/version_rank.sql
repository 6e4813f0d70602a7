-- Each version's ranks among those of its product; a version that cannot be placed has none.
select e.product_id, e.version, coalesce(e."update", '') as "update", k.train,
    p.rank as point, l.rank as low, h.rank as high, a.rank as above, k.point as code
from endpoint e
join version_key k on k.scheme = e.scheme and k.version = e.version and k."update" = coalesce(e."update", '')
join code_rank p on p.product_id = e.product_id and p.code = k.point
join code_rank l on l.product_id = e.product_id and l.code = k.low
join code_rank h on h.product_id = e.product_id and h.code = k.high
join code_rank a on a.product_id = e.product_id and a.code = k.above
