-- What one update removes: for every product and version that runs, the least version that lies beyond every
-- range with an end (or `latest`, for systems mended in place).
with counted as (
    select g.product_id, g.version,
        count(distinct vulnerability_id) filter (removed) as removed,
        count(distinct vulnerability_id) filter (removed and exploited) as exploited_removed,
        count(distinct vulnerability_id) filter (not removed) as remaining
    from removed_hit h join changed_gain g using (gain)
    group by g.product_id, g.version
    union all
    select e.product_id, e.version, e.removed, e.exploited_removed, e.remaining
    from earlier_update_gain e
    anti join changed_gain g on g.product_id = e.product_id and g.version is not distinct from e.version
), thing as (
    select r.product_id, r.version, sum(r.assets) filter (r.mending is not null)::bigint as assets, max(r.mending).version as update_to,
        sum(g.weight::hugeint * r.assets) / 1000000000 as risk_removed
    from running r
    left join situation_gain g
        on g.product_id = r.product_id and g.version is not distinct from r.version and g.situation_id = r.situation_id
    group by r.product_id, r.version
)
select c.product_id, c.version, t.update_to, t.assets, c.removed, c.exploited_removed, c.remaining, t.risk_removed
from counted c
join thing t on t.product_id = c.product_id and t.version is not distinct from c.version
where c.removed > 0 and t.update_to is not null
