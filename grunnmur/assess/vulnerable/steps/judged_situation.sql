-- One line a situation that is judged now: how many, which is worst, the first of them with their evidence as JSON, and the
-- version that mends most. The days are those of publication: how long it has been open is asked on the day of a run.
with counted as (
    select m.situation,
        count(*) filter (truth = 2) as affected, count(*) filter (truth = 1) as unknown,
        count(*) filter (truth = 2 and exploited) as exploited,
        [coalesce(max(decisions[1]) filter (truth = 2), 0), coalesce(max(decisions[2]) filter (truth = 2), 0),
            coalesce(max(decisions[3]) filter (truth = 2), 0)] as decisions,
        max(cvss) filter (truth = 2) as worst_cvss, max(epss) filter (truth = 2) as worst_epss,
        list(published_on order by published_on) filter (truth = 2 and published_on is not null) as affected_days,
        bool_or(basis = 'release') filter (truth = 1) as patch_day_missing,
        bool_and(disputed) filter (truth = 1) as disputed, bool_or(basis = 'patch_day') filter (truth = 1) as about_then,
        bool_or(basis = 'support_end') filter (truth = 1) as after_support,
        max(if(basis = 'version', {'code': x.code, 'version': r.mended_in}, {'code': '', 'version': 'latest'}))
            filter (truth = 2 and (basis <> 'version' or x.code is not null)) as mending
    from situation_weighed m
    join row_range r on r.row_id = m.row_id
    left join mended_code x on x.cpe = r.cpe and x.mended_in = r.mended_in
    group by m.situation
), named as (
    select m.situation,
        to_json(list({'id': v.vulnerability_id, 'range': r.range, 'exploited': m.exploited, 'epss': m.epss, 'cvss': m.cvss,
            'basis': m.basis, 'mended_in': r.mended_in} order by m.turn))::varchar as listed
    from situation_weighed m
    join vulnerability_weight v using (vuln)
    join row_range r on r.row_id = m.row_id
    where m.turn <= $listed and m.truth = 2
    group by m.situation
), spelt as (
    select item_id, list(distinct cpe order by cpe) as names from reading where role = 'affected' group by item_id
)
select k.situation_id, k.product_id, k.version, s.names, coalesce(c.affected, 0) as affected, coalesce(c.unknown, 0) as unknown,
    coalesce(c.exploited, 0) as exploited, coalesce(c.decisions, [0, 0, 0]) as decisions, c.worst_cvss, c.worst_epss,
    c.affected_days,
    case when coalesce(c.affected, 0) > 0 then 'affected'
         when k.state in ('name_not_matched', 'product_not_listed') or coalesce(c.unknown, 0) > 0 then 'unknown'
         else 'clear' end as verdict,
    case when coalesce(c.affected, 0) > 0 then 'affected'
         when k.state <> 'known' then k.state
         when c.patch_day_missing then 'patch_day_not_known'
         when c.disputed then 'origins_differ'
         when c.after_support then 'published_after_support'
         when c.about_then then 'patched_about_then'
         else 'version_not_enough' end as reason,
    n.listed, c.mending
from fresh_situation k
left join counted c using (situation)
left join named n using (situation)
left join spelt s on s.item_id = k.item_id
