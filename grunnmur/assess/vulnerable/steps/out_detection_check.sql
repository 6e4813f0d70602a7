-- What scanners reported beside what versions tell, on the things a scanner has looked at; of those that are as they were, as the
-- run before found. Where a name may be the product, and
-- nobody knows, that is not decided; a name with fewer than five candidates (all that are listed) is one of those.
with scanned as (
    select d.asset_id, upper(d.vulnerability_id) as vulnerability_id, min(d.product_id) as product_id,
        bool_or(d.product_id like 'unknown:%') as is_unnamed
    from detection d anti join same_thing t on t.thing_id = d.asset_id
    where regexp_matches(d.vulnerability_id, '(?i)^CVE-\d{4}-\d+$')
    group by all
), said as (
    select distinct upper(vulnerability_id) as vulnerability_id from detection
), looked_at as (
    select distinct d.asset_id from detection d anti join same_thing t on t.thing_id = d.asset_id
), derived as (
    -- Of several products here the surest tells; of those, always the same one.
    select asset_id, vulnerability_id, surest.truth, surest.product_id, surest.version, surest.range
    from (
        select a.asset_id, v.vulnerability_id,
            max({'truth': if(v.verdict = 'affected', 2, 1), 'product_id': a.product_id, 'version': a.version, 'range': v.range})
                as surest
        from asset_situation a
        join looked_at l using (asset_id)
        join situation_key k using (situation)
        join situation_vulnerability v using (situation_id)
        group by all
    )
), written_of as (
    select distinct lower(product_id) as product_id, vulnerability_id from affected
    where coalesce(vulnerable, true) and vulnerability_id in (select vulnerability_id from scanned)
), product_here as (
    select distinct a.asset_id, w.vulnerability_id, min(a.product_id) as product_id, min(a.version) as version
    from asset_situation a
    join looked_at l using (asset_id)
    join reading r using (item_id)
    join written_of w on w.product_id = r.cpe
    where r.role <> 'condition'
    group by a.asset_id, w.vulnerability_id
), perhaps_here as (
    -- A name here that may be one of several products: one of them is what the vulnerability is in.
    select a.asset_id, w.vulnerability_id, min(a.product_id) as product_id, min(a.version) as version
    from asset_situation a
    join looked_at l using (asset_id)
    join item_spelling s
        on s.item_id = a.item_id and s.product_id = a.product_id and s.version = coalesce(a.version, '') and s.place = a.place
    join (select name, unnest(string_split(candidates, ' ')) as product_id from name_candidate) c
        on c.name = coalesce(nullif(s.name, ''), s.product_id)
    join written_of w on w.product_id = c.product_id
    group by a.asset_id, w.vulnerability_id
), unnamed_here as (
    -- Names and models nobody knows: any product may be behind them.
    select a.asset_id
    from asset_situation a
    join looked_at l using (asset_id)
    join item_state t on t.item_id = a.item_id and t.state = 'name_not_matched'
    join item_spelling s
        on s.item_id = a.item_id and s.product_id = a.product_id and s.version = coalesce(a.version, '') and s.place = a.place
    left join name_candidate c on c.name = coalesce(nullif(s.name, ''), s.product_id)
    where a.place <> 'ingredient' and coalesce(len(string_split(c.candidates, ' ')) >= 5, true)
    union
    select l.asset_id
    from looked_at l
    join asset a using (asset_id)
    join name_candidate c on c.name = concat_ws(' ', a.vendor, a.model)
    where a.model is not null and c.candidates is null
), patched_since as (
    -- The release is concerned; the day the thing was last mended clears it.
    select distinct s.asset_id, s.vulnerability_id
    from scanned s
    join wanted_vulnerability w on w.vulnerability_id = s.vulnerability_id
    join known_day k using (vuln)
    join asset_situation a on a.asset_id = s.asset_id
    join (
        select item_id, null as makeup_id, vuln from item_match where basis = 'release'
        union all
        select item_id, makeup_id, vuln from conditional_match where basis = 'release'
    ) m on m.vuln = w.vuln and m.item_id = a.item_id and coalesce(m.makeup_id = a.makeup_id, m.makeup_id is null)
    where a.mended_on is not null and not k.rejected
), listed as (
    select distinct vulnerability_id from vulnerability
    where vulnerability_id in (select vulnerability_id from scanned)
)
select coalesce(s.asset_id, d.asset_id) as asset_id, coalesce(s.vulnerability_id, d.vulnerability_id) as vulnerability_id,
    case when s.asset_id is null then 'only_derived'
         when d.truth = 2 then 'agreed'
         when d.truth = 1 then 'undecided'
         when o.vulnerability_id is not null and p.asset_id is null and (h.asset_id is not null or s.is_unnamed or n.asset_id is not null)
             then 'undecided'
         else 'only_scanner' end as outcome,
    case when s.asset_id is null and d.vulnerability_id in (select vulnerability_id from said) then 'scanner_is_silent'
         when s.asset_id is null then 'scanner_reports_it_nowhere'
         when d.truth = 2 then null
         when d.truth = 1 then 'version_does_not_tell'
         when o.vulnerability_id is null and x.vulnerability_id is not null then 'exploited_not_described'
         when l.vulnerability_id is null then 'not_in_edition'
         when o.vulnerability_id is null then 'products_not_listed'
         when p.asset_id is null and h.asset_id is not null then 'name_not_told_apart'
         when p.asset_id is null and (s.is_unnamed or n.asset_id is not null) then 'name_not_known'
         when p.asset_id is null then 'product_not_seen_here'
         when c.asset_id is not null then 'patched_since'
         else 'version_outside_range' end as reason,
    coalesce(d.product_id, p.product_id, h.product_id, s.product_id) as product_id,
    coalesce(d.version, p.version, h.version) as version, d.range, x.vulnerability_id is not null as exploited
from scanned s
full join (select * from derived where truth > 0) d on d.asset_id = s.asset_id and d.vulnerability_id = s.vulnerability_id
left join product_here p on p.asset_id = s.asset_id and p.vulnerability_id = s.vulnerability_id
left join perhaps_here h on h.asset_id = s.asset_id and h.vulnerability_id = s.vulnerability_id
left join patched_since c on c.asset_id = s.asset_id and c.vulnerability_id = s.vulnerability_id
left join (select distinct vulnerability_id from written_of) o on o.vulnerability_id = s.vulnerability_id
left join listed l on l.vulnerability_id = s.vulnerability_id
left join unnamed_here n on n.asset_id = s.asset_id
left join exploited x on x.vulnerability_id = coalesce(s.vulnerability_id, d.vulnerability_id)
where s.asset_id is not null or d.truth = 2
union all by name
select * from earlier_detection_check semi join same_thing t on t.thing_id = asset_id
