-- Every item's vulnerabilities: by version where the version tells; by release, for the day of the last update
-- to decide, where only the release is named or the build is not whole. The deciding origin's word counts; where
-- it finds nothing and another is sure, it is not known; that another does not know is no word against it. `top` orders by
-- origin and then by truth: the first of the origins that match, and how sure it is.
with matched as (
    select item_id, vuln, turn, basis, speaks, truth, plain * 1000000000 + 999999999 - row_id as best
    from row_match where hits and not conditional and is_simple
    union all
    select item_id, vuln, turn, basis, speaks, truth, best from qualified_match where said or turn = speaks
    union all
    select item_id, vuln, null, null, speaks, null, null from speaks
), side_by_side as (
    select item_id, vuln, min(speaks) as speaks, min(turn) as first_turn, bit_or(1 << turn) as origins,
        max((9 - turn) * 4 + truth) filter (basis = 'version') as version_top, max(best) filter (basis = 'version') as version_best,
        max((9 - turn) * 4 + truth) filter (basis = 'build') as build_top, max(best) filter (basis = 'build') as build_best,
        max((9 - turn) * 4 + truth) filter (basis = 'release') as release_top, max(best) filter (basis = 'release') as release_best
    from matched group by item_id, vuln
), decided as (
    select * exclude (version_top, build_top, release_top),
        if(9 - version_top // 4 = speaks or version_top is null, version_top % 4, 1) as by_version,
        if(9 - build_top // 4 = speaks or build_top is null, build_top % 4, 1) as by_build,
        if(9 - release_top // 4 = speaks or release_top is null, release_top % 4, 1) as by_release
    from side_by_side where first_turn is not null
), judged as (
    select m.*, t.item_id is not null as told,
        case when i.mended_days is null or by_version = 2 then coalesce(by_version, by_build, by_release)
             when by_build is not null then greatest(by_build, coalesce(by_version, 0))
             when t.item_id is not null then coalesce(by_version, 0)
             else greatest(coalesce(by_version, 0), coalesce(by_release, 0)) end as truth,
        if(i.mended_days is null or by_version = 2 or (by_build is null and t.item_id is not null), 'version', 'release')
            as basis
    from decided m
    join item i using (item_id)
    left join build_told t on t.item_id = m.item_id and t.vuln = m.vuln
)
select item_id, vuln, truth, basis, origins, first_turn <> speaks as disputed,
    999999999 - coalesce(version_best, build_best, release_best) % 1000000000 as row_id
from judged where truth > 0
