-- Each version's ranks among those of its product; a version that cannot be placed has none. One join for all four codes:
-- of four, the planner would join two by their product alone.
with coded as (
    select e.product, e.version, coalesce(e."update", '') as "update", k.train, k.point as own,
        unnest([k.point, k.low, k.high, k.above]) as code, unnest([1, 2, 3, 4]) as kind
    from endpoint e
    join version_key k on k.scheme = e.scheme and k.version = e.version and k."update" = coalesce(e."update", '')
)
select c.product, c.version, c."update", any_value(c.train) as train,
    max(r.rank) filter (c.kind = 1) as point, max(r.rank) filter (c.kind = 2) as low,
    max(r.rank) filter (c.kind = 3) as high, max(r.rank) filter (c.kind = 4) as above, any_value(c.own) as code
from coded c join ranked_code r on r.product = c.product and r.code = c.code
group by c.product, c.version, c."update"
