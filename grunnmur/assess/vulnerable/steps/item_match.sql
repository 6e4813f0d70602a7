-- Every item's vulnerabilities: by version where the version tells; by release, for the day of the last update
-- to decide, where only the release is named or the build is not whole. The deciding origin's word counts; where
-- it finds nothing and another is sure, it is not known.
with one as (
    select m.item_id, m.vuln, m.basis,
        coalesce(max(m.truth) filter (m.turn = d.turn), 1) as truth,
        max(m.best - m.turn * 0) as best,
        bit_or(1 << m.turn) as origins, bool_or(m.turn = d.turn) as decided
    from plain_match m join speaks d on d.item_id = m.item_id and d.vuln = m.vuln
    group by m.item_id, m.vuln, m.basis
), side_by_side as (
    select item_id, vuln,
        max(truth) filter (basis = 'version') as by_version, max(best) filter (basis = 'version') as version_best,
        max(truth) filter (basis = 'build') as by_build, max(best) filter (basis = 'build') as build_best,
        max(truth) filter (basis = 'release') as by_release, max(best) filter (basis = 'release') as release_best,
        bit_or(origins) as origins, bool_or(decided) as decided
    from one group by item_id, vuln
), judged as (
    select m.*, t.item_id is not null as told,
        case when i.mended_days is null or by_version = 2 then coalesce(by_version, by_build, by_release)
             when by_build is not null then greatest(by_build, coalesce(by_version, 0))
             when t.item_id is not null then coalesce(by_version, 0)
             else greatest(coalesce(by_version, 0), coalesce(by_release, 0)) end as truth,
        if(i.mended_days is null or by_version = 2 or (by_build is null and t.item_id is not null), 'version', 'release')
            as basis
    from side_by_side m
    join item i using (item_id)
    left join build_told t on t.item_id = m.item_id and t.vuln = m.vuln
)
select item_id, vuln, truth, basis, origins, not decided as disputed,
    999999999 - coalesce(version_best, build_best, release_best) % 1000000000 as row_id
from judged where truth > 0
