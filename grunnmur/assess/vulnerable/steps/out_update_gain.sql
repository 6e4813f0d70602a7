-- What one update removes: for every product and version that runs, the least version that lies beyond every
-- range with an end (or `latest`, for systems mended in place). Weight is the exploit probability; known
-- exploitation counts as certain. Weights are summed as whole billionths, so that the order of rows does not matter.
with run as (
    select situation, count(distinct asset_id) as assets from asset_situation where place <> 'ingredient' group by situation
), hit as (
    select k.product_id, k.version, v.vulnerability_id, m.exploited, n.assets, m.situation,
        if(m.exploited, 1000000000, round(coalesce(m.epss, 0) * 1000000000))::hugeint * n.assets as weight,
        if(m.basis = 'version', r.mended_in, 'latest') as mended_in,
        if(m.basis = 'version', x.code, '') as code
    from situation_weighed m
    join situation_key k using (situation)
    join run n using (situation)
    join vulnerability_weight v using (vuln)
    join row_range r on r.row_id = m.row_id
    left join mended_code x on x.cpe = r.cpe and x.mended_in = r.mended_in
    where m.truth = 2
), counted as (
    select product_id, version, arg_max(mended_in, code || ' ' || mended_in) as update_to,
        count(distinct vulnerability_id) filter (code is not null) as removed,
        count(distinct vulnerability_id) filter (code is not null and exploited) as exploited_removed,
        count(distinct vulnerability_id) filter (code is null) as remaining,
        sum(weight) filter (code is not null) / 1000000000 as risk_removed
    from hit group by product_id, version
), thing as (
    select product_id, version, sum(assets)::bigint as assets
    from (select distinct product_id, version, situation, assets from hit)
    group by product_id, version
)
select c.product_id, c.version, c.update_to, t.assets, c.removed, c.exploited_removed, c.remaining, c.risk_removed
from counted c
join thing t on t.product_id = c.product_id and coalesce(t.version, '') = coalesce(c.version, '')
where c.removed > 0
