-- Which readings lie in which rows: truth 2 wholly, 1 partly or not known; what does not touch is left out.
-- A package with fixes carried back or a system of the same make is never more than 1; nor is a row for an
-- edition or a processor nobody stated, but `plain` is its truth without that. A build that says less than the
-- record is certain to be of that release: the day it was last mended decides (basis `build`). What a publisher says
-- of another train is not told of this one, and where its own is named as well, no word about it.
with named_train as (
    select distinct product, vuln, turn, train from ranked_row
    where train is not null and vulnerable and product in (select product from reading_span where train is not null)
), touched as (
    select r.item_id, s.row_id, r.role <> 'condition' as own, s.vuln, s.turn, s.place, s.stated_clause, s.conditional,
        s.vulnerable, s.status, s.is_simple, s.speaks, s.of_edition, s.target_hw, i.architecture,
        if(r.is_open and r.basis = 'version' and i.mended_days is not null, 'build', r.basis) as basis,
        case
            when s.unread or r.unread then 1
            when s.train is not null and r.train is not null and s.train <> r.train then 1
            when s.update_code is not null and r.update_code is null then 1
            when r.role = 'kin' or r.backported then 1
            when t.inside then 2
            when s.unstated and t.beyond then 1
            when r.is_open and r.basis = 'version' and i.mended_days is not null then 2
            else 1
        end::bigint as plain
    from touch t
    join ranked_row s on s.interval = t.interval
    join reading_span r on r.reading_id = t.reading_id
    join item i using (item_id)
    left join named_train n on n.product = s.product and n.vuln = s.vuln and n.turn = s.turn and n.train = r.train
    where (n.train is null or s.train = r.train or s.train is null)
        and (s.vulnerable and r.role <> 'condition' or s.conditional)
        and (s.update_code is null or r.update_code is null or s.update_code = r.update_code)
        and (
            t.meets or s.unread or r.unread or (s.unstated and r.versioned and coalesce(s.speaks = s.turn, true))
            or (s.train is not null and r.train is not null and s.train <> r.train)
        )
)
select item_id, row_id, vuln, turn, place, stated_clause, conditional, vulnerable and own as hits, status, basis, is_simple,
    speaks, plain,
    if(of_edition or (target_hw is not null and architecture is distinct from target_hw), least(plain, 1), plain)::bigint
        as truth
from touched
where target_hw is null or architecture is null or target_hw = architecture
    or target_hw not in ('x86', 'x64', 'arm64', 'arm', 'itanium', 'sparc')
