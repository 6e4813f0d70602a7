-- What the edition says of the products asked for, in the edition's order: `row_id` is the row's place there, whatever was
-- asked. CPE knows no capitals. "Not applicable" is the version "-". Where all criteria of a node must hold, each is a node of
-- its own; a row for one target system is a clause of its own with that system as its condition. "5.2.x" is every 5.2.
with numbered as (
    select * exclude (vendor, product, written, edition, scheme, negate, configuration), row_number() over () as row_id from affected
), opened as (
    select * replace (
        case when is_series then 'range'
             when regexp_matches(concat_ws(' ', start, "end"), pattern) then 'unread'
             else matches end as matches,
        if(is_series, null, version) as version,
        regexp_replace(if(is_series, version, start), '^([0-9][0-9.]*?)(?:\.[xX])+$', '\1') as start,
        if(is_series, true, start_including) as start_including,
        regexp_replace(if(is_series, version, "end"), '^([0-9][0-9.]*?)(?:\.[xX])+$', '\1.*') as "end",
        if(is_series, true, end_including) as end_including
    )
    from (
        select *, coalesce(matches = 'exact' and "update" is null and version similar to '[0-9][0-9.]*?(?:\.[xX])+', false) as is_series
        from numbered left join unread_bound u using (product_id)
    )
), asked as (
    select a.* exclude (product_id, is_series, pattern), p.product, p.scheme, p.product_id, t.product_id as target_id,
        coalesce(a.joined = 'and' or a.operator = 'and' or (t.product_id is not null and a.vulnerable), false) as conditional
    from opened a
    join ranking_product p on p.product_id = lower(a.product_id)
    left join target_system t on t.target_sw = a.target_sw
)
select a.row_id, a.product, a.product_id, a.scheme, n.vuln, o.turn::integer as turn, a.place::integer as place,
    case when not a.conditional then null
         when a.operator = 'and' and coalesce(a.joined, 'or') = 'or' then coalesce(a.clause, 0) || '|' || coalesce(a.node, '0')
         when a.target_id is not null and a.vulnerable and coalesce(a.joined, 'or') = 'or' then 't' || a.place
         else coalesce(a.clause, 0)::varchar end as clause,
    case when not a.conditional then null
         when a.operator = 'and' then coalesce(a.node, '0') || '/' || coalesce(a.criterion, a.place)
         else coalesce(a.node, '0') end as node,
    a.conditional, coalesce(a.clause, 0)::integer as stated_clause,
    coalesce(a.vulnerable, true) as vulnerable, coalesce(a.status, 'affected') as status, a.matches,
    case a.matches when 'not_applicable' then '-' when 'any' then '' when 'exact' then a.version end as version,
    nullif(a."update", '') as "update", a.start, a.start_including, a."end", a.end_including,
    a.part, a.sw_edition, nullif(a.target_hw, '-') as target_hw, a.target_id
from asked a
join ranked_vulnerability n using (vulnerability_id)
join origin_order o on o.origin = a.origin
where coalesce(a.vulnerable, true) or a.conditional
