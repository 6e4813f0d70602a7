-- Every row as an interval of ranks, both ends included. An end that is excluded ends before the version but
-- after its pre-releases; a start that is included begins with them. A version without an update means any of
-- its updates, but where the record names some of them too, it means none. A condition that names a system as
-- "not applicable" means any version of it. No edition (`-`) is one of them only beside others. What cannot be placed is `unread`.
-- Where a record says "not applicable" of a product and nothing else, it does not say which versions: `unstated`,
-- and another origin speaks if it says more. Of Windows it is the first release; hardware has no versions.
with updated as (
    select distinct product, vuln, turn, version
    from stated_row where matches in ('exact', 'not_applicable') and "update" is not null
), edition as (
    select product, vuln, turn, count(distinct sw_edition) as editions
    from stated_row where sw_edition is not null and sw_edition <> '-'
    group by all
), stated as (
    select product, vuln, turn, bool_or(matches <> 'not_applicable' or "update" is not null) as version_stated
    from stated_row where vulnerable
    group by all
), bounded as (
    select r.*,
        case when not r.vulnerable or (r.sw_edition = 'lts' and r.product_id = 'canonical:ubuntu_linux') then null
             when r.sw_edition = '-' and d.editions is null then null
             else r.sw_edition end as told_edition,
        case when r.matches = 'any' or r.unversioned then -1
             when r.matches in ('exact', 'not_applicable') then if(r."update" is null and u.version is null, v.low, v.point)
             when r.matches = 'range' and r.start is null then f.rank
             when r.start_including then s.low else s.high + 1 end as low,
        case when r.matches = 'any' or r.unversioned then 1000000000000
             when r.matches in ('exact', 'not_applicable') then if(r."update" is null and u.version is null, v.high, v.point)
             when r.matches = 'range' and r."end" is null then 1000000000000
             when r."end" like '%.*' then if(r.end_including, e.above, e.low - 1)
             when r.end_including then e.high else e.point - 1 end as high,
        if(r.matches = 'range', coalesce(e.train, s.train), null) as train,
        if(r.matches = 'any' and r."update" is not null, v.code, null) as update_code,
        r.vulnerable and coalesce(r.part, 'a') <> 'h' and r.product_id not like 'microsoft:windows%'
            and not coalesce(t.version_stated, true) as unstated
    from (
        select *, matches = 'not_applicable' and "update" is null and not vulnerable as unversioned from stated_row
    ) r
    left join version_rank v
        on v.product = r.product and v.version = r.version and v."update" = coalesce(r."update", '')
    left join version_rank s on s.product = r.product and s.version = r.start and s."update" = ''
    left join version_rank e
        on e.product = r.product and e.version = regexp_replace(r."end", '\.\*$', '') and e."update" = ''
    left join ranked_code f on f.product = r.product and f.code = '"'
    left join edition d
        on d.product = r.product and d.vuln = r.vuln and d.turn = r.turn
    left join updated u
        on u.product = r.product and u.vuln = r.vuln and u.turn = r.turn
        and u.version = r.version
    left join stated t
        on t.product = r.product and t.vuln = r.vuln and t.turn = r.turn
)
select b.row_id, b.product, b.vuln, b.turn, b.place, b.stated_clause,
    b.conditional, b.vulnerable, b.unstated,
    case b.status when 'affected' then 2 when 'unknown' then 1 else 0 end::bigint as status,
    coalesce(b.low, -2) as low, coalesce(b.high, -2) as high, b.train, b.update_code, b.matches = 'range' as is_range,
    b.low is null or b.high is null or b.matches = 'unread'
        or (b.matches = 'any' and b."update" is not null and b.update_code is null) as unread,
    b.vulnerable and b.told_edition is not null as of_edition, b.told_edition as sw_edition, if(b.vulnerable, b.target_hw, null) as target_hw,
    -- Nothing but its versions counts: what CVE records and advisories say needs their order, editions and processors each other.
    b.turn < 3 and not (b.vulnerable and (b.told_edition is not null or b.target_hw is not null)) as is_simple,
    coalesce(
        min(b.turn) filter (b.vulnerable and not b.conditional and not b.unstated) over (partition by b.product, b.vuln),
        min(b.turn) filter (b.vulnerable and not b.conditional) over (partition by b.product, b.vuln)
    )::integer as speaks
from bounded b
