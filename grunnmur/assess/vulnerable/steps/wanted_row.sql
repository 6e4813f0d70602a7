-- What the edition says of products that run here, in any of the ways CPE writes them, in the edition's order.
-- CPE knows no capitals. "Not applicable" is the version "-". Where all criteria of a node must hold, each is a node of its own; a row
-- for one target system is a clause of its own with that system as its condition.
with asked as (
    select a.* exclude (product_id, vendor, product, written, edition, scheme, negate, configuration), lower(a.product_id) as product_id, a.product_id as listed_id, t.product_id as target_id,
        coalesce(a.joined = 'and' or a.operator = 'and' or (t.product_id is not null and a.vulnerable), false) as conditional
    from affected a
    left join target_system t on t.target_sw = a.target_sw
    where lower(a.product_id) in (select cpe from fresh_reading)
), told as (
    select a.product_id, a.listed_id, a.vulnerability_id, a.origin, a.place,
        case when not a.conditional then null
             when a.target_id is not null and a.vulnerable and coalesce(a.joined, 'or') = 'or' then 't' || a.place
             when a.operator = 'and' and coalesce(a.joined, 'or') = 'or' then coalesce(a.clause, 0) || '|' || coalesce(a.node, '0')
             else coalesce(a.clause, 0)::varchar end as clause,
        case when not a.conditional then null
             when a.operator = 'and' then coalesce(a.node, '0') || '/' || coalesce(a.criterion, a.place)
             else coalesce(a.node, '0') end as node,
        a.conditional, coalesce(a.clause, 0) as stated_clause,
        coalesce(a.vulnerable, true) as vulnerable, coalesce(a.status, 'affected') as status, a.matches,
        case a.matches when 'not_applicable' then '-' when 'any' then '' when 'exact' then a.version end as version,
        nullif(a."update", '') as "update", a.start, a.start_including, a."end", a.end_including,
        a.part, a.sw_edition, nullif(a.target_hw, '-') as target_hw, a.target_id
    from asked a
)
select row_number() over () as row_id, * from told where vulnerable or conditional
