-- One line a situation: how many, which is worst, and the first of them with their evidence.
with counted as (
    select situation,
        count(*) filter (truth = 2) as affected, count(*) filter (truth = 1) as unknown,
        count(*) filter (truth = 2 and exploited) as exploited,
        max(decisions[1]) filter (truth = 2) as low, max(decisions[2]) filter (truth = 2) as medium,
        max(decisions[3]) filter (truth = 2) as high,
        max(cvss) filter (truth = 2) as worst_cvss, max(epss) filter (truth = 2) as worst_epss,
        count(*) filter (truth = 2 and coalesce(published_on, $on::date) < $on::date - $grace_days::integer) as affected_for_long,
        bool_or(basis = 'release') filter (truth = 1) as patch_day_missing,
        bool_and(disputed) filter (truth = 1) as disputed, bool_or(basis = 'patch_day') filter (truth = 1) as about_then
    from situation_weighed group by situation
), named as (
    select m.situation,
        list({'id': v.vulnerability_id, 'range': r.range, 'exploited': m.exploited, 'epss': m.epss, 'cvss': m.cvss,
            'basis': m.basis, 'mended_in': r.mended_in} order by m.turn) as listed
    from situation_weighed m
    join vulnerability_weight v using (vuln)
    join row_range r on r.row_id = m.row_id
    where m.turn <= $listed and m.truth = 2
    group by m.situation
)
select k.situation, k.situation_id, k.product_id, k.version, k.mended_on, coalesce(c.affected, 0) as affected,
    coalesce(c.unknown, 0) as unknown, coalesce(c.exploited, 0) as exploited,
    [coalesce(c.low, 0), coalesce(c.medium, 0), coalesce(c.high, 0)] as decisions,
    c.worst_cvss, c.worst_epss, coalesce(c.affected_for_long, 0) as affected_for_long,
    case when coalesce(c.affected, 0) > 0 then 'affected'
         when k.state in ('name_not_matched', 'product_not_listed') or coalesce(c.unknown, 0) > 0 then 'unknown'
         else 'clear' end as verdict,
    case when coalesce(c.affected, 0) > 0 then 'affected'
         when k.state <> 'known' then k.state
         when c.patch_day_missing then 'patch_day_not_known'
         when c.disputed then 'origins_differ'
         when c.about_then then 'patched_about_then'
         else 'version_not_enough' end as reason,
    n.listed
from situation_key k
left join counted c using (situation)
left join named n using (situation)
