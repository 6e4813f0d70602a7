-- What one update removes: for every product and version that runs, the least version that lies beyond every
-- range with an end (or `latest`, for systems mended in place). No update came for what was published after the last
-- supported day of a release that has ended; paid extension is its own fact and not counted. Weight is the exploit probability; known
-- exploitation counts as certain. What still holds of the version it leads to remains. Weights are summed as whole
-- billionths, so that the order of rows does not matter.
with run as (
    select s.situation_id, s.product_id, s.version, s.mending, count(distinct a.asset_id) as assets,
        max(u.security_until) filter (a.place = 'system' and u.support = 'unsupported') as ended_on
    from asset_situation a
    join situation_summary s using (situation)
    left join asset_support u on u.asset_id = a.asset_id
    where a.place <> 'ingredient'
    group by all
), hit as (
    select n.product_id, n.version, v.vulnerability_id, v.exploited,
        if(v.exploited, 1000000000, round(coalesce(v.epss, 0) * 1000000000))::hugeint * n.assets as weight,
        case when v.basis = 'version' then v.mended_in is not null and h.vulnerability_id is null
             else n.ended_on is null or coalesce(v.published_on <= n.ended_on, false) end as mended
    from situation_vulnerability v
    join run n using (situation_id)
    left join held_still h
        on h.product_id = n.product_id and h.version is not distinct from n.version and h.vulnerability_id = v.vulnerability_id
    where v.verdict = 'affected'
), counted as (
    select product_id, version,
        count(distinct vulnerability_id) filter (mended) as removed,
        count(distinct vulnerability_id) filter (mended and exploited) as exploited_removed,
        count(distinct vulnerability_id) filter (not mended) as remaining,
        sum(weight) filter (mended) / 1000000000 as risk_removed
    from hit group by product_id, version
), thing as (
    select product_id, version, sum(assets)::bigint as assets, max(mending).version as update_to
    from run where mending is not null
    group by product_id, version
)
select c.product_id, c.version, t.update_to, t.assets, c.removed, c.exploited_removed, c.remaining, c.risk_removed
from counted c
join thing t on t.product_id = c.product_id and coalesce(t.version, '') = coalesce(c.version, '')
where c.removed > 0
