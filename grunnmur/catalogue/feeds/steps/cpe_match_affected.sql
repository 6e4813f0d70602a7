-- Match criteria with explicit bounds, one row each, in the order of the file.
with criterion as (
    select
        *,
        row_number() over () as turn,
        coalesce(nullif(split_part(operator, '/', 2), ''), operator) as inner_operator,
        contains(operator, '/') as nested
    from (select * from given order by line)
    where cve <> '' and vendor not in ('', 'null', '*') and product not in ('', 'null', '*')
),
spelt as (
    select
        *,
        if(contains(vendor, '\'), regexp_replace(vendor, '\\(.)', '\1', 'g'), vendor) as plain_vendor,
        if(contains(product, '\'), regexp_replace(product, '\\(.)', '\1', 'g'), product) as plain_product,
        if(contains(version, '\'), regexp_replace(version, '\\(.)', '\1', 'g'), version) as plain_version,
        if(contains("update", '\'), regexp_replace("update", '\\(.)', '\1', 'g'), "update") as plain_update,
        coalesce(nullif(start_incl, ''), nullif(start_excl, '')) as start,
        coalesce(nullif(end_incl, ''), nullif(end_excl, '')) as "end",
        dense_rank() over (
            partition by cve, source order by config::integer, if(nested, -1, node::integer)
        ) - 1 as clause,
        row_number() over (partition by cve, source, config, node order by line) - 1 as criterion,
        row_number() over (
            partition by cve, source order by config::integer, if(nested, -1, node::integer), line
        ) - 1 as place
    from criterion
)
select
    plain_vendor || ':' || plain_product as product_id,
    cve as vulnerability_id,
    source as origin,
    place,
    clause,
    config as configuration,
    if(nested, config || '.' || node, node) as node,
    if(nested, lower(split_part(operator, '/', 1)), null) as joined,
    lower(inner_operator) as operator,
    negate = '1' as negate,
    criterion,
    vulnerable = '1' as vulnerable,
    'affected' as status,
    nullif(part, '') as part,
    plain_vendor as vendor,
    plain_product as product,
    case
        when start is not null or "end" is not null then 'range'
        when version in ('*', '') then 'any'
        when version = '-' then 'not_applicable'
        else 'exact'
    end as matches,
    if(matches = 'exact', plain_version, null) as version,
    nullif(nullif(plain_update, '*'), '') as "update",
    start,
    if(start is null, null, start_incl <> '') as start_including,
    "end",
    if("end" is null, null, end_incl <> '') as end_including,
    nullif(nullif(edition, '*'), '') as edition,
    nullif(nullif(sw_edition, '*'), '') as sw_edition,
    nullif(nullif(target_sw, '*'), '') as target_sw,
    nullif(nullif(target_hw, '*'), '') as target_hw
from spelt
