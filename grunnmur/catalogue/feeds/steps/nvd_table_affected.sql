-- The transcribed NVD match table: one row a token of `versions`, in the order of the file.
with criterion as (
    select
        cve,
        config,
        node,
        split_part(operator, '/', 1) as outer_operator,
        split_part(operator, '/', 2) as inner_operator,
        negate = '1' as negate,
        vulnerable = '1' as vulnerable,
        part,
        if(contains(vendor, '\'), regexp_replace(vendor, '\\(.)', '\1', 'g'), vendor) as vendor,
        if(contains(product, '\'), regexp_replace(product, '\\(.)', '\1', 'g'), product) as product,
        nullif(sw_edition, '') as sw_edition,
        nullif(target_sw, '') as target_sw,
        nullif(target_hw, '') as target_hw,
        versions,
        line,
        dense_rank() over (
            partition by cve order by config::integer, split_part(node, '.', 1)::integer
        ) - 1 as clause,
        row_number() over (partition by cve, config, node order by line) - 1 as criterion
    from given
    where cve <> '' and vendor <> '' and product <> ''
),
token as (
    select *, unnest(string_split(versions, ' ')) as token,
        unnest(range(len(string_split(versions, ' ')))) as turn
    from criterion
),
parted as (
    select *,
        case
            when token = '*' then 'any'
            when token[1] = '=' and token[2] = '*' and length(token) = 2 then 'any'
            when token like '=*~%' then 'any'
            when token = '=-' or token like '=-~%' then 'not_applicable'
            when token[1] = '=' then 'exact'
            when token[1] in ('<', '>') then 'range'
            else 'unread'
        end as matches,
        case
            when token[1] <> '=' or not contains(token, '~') then null
            else nullif(regexp_extract(token, '^=(?:[^~\\]|\\.)*~(.*)$', 1), '')
        end as written_update,
        case
            when token[1] <> '=' then token
            when contains(token, '~') then regexp_extract(token, '^=((?:[^~\\]|\\.)*)', 1)
            else token[2:]
        end as written_version,
        if(token[1] in ('<', '>'), regexp_extract(token, '(?:^|;)>=?([^;]*)', 1), '') as written_start,
        if(token[1] in ('<', '>'), regexp_extract(token, '(?:^|;)<=?([^;]*)', 1), '') as written_end
    from token
)
select
    vendor || ':' || product as product_id,
    cve as vulnerability_id,
    'nvd' as origin,
    row_number() over (partition by cve order by clause, line, turn) - 1 as place,
    clause,
    config as configuration,
    node,
    if(inner_operator = '', null, lower(outer_operator)) as joined,
    lower(if(inner_operator = '', outer_operator, inner_operator)) as operator,
    negate,
    criterion,
    vulnerable,
    'affected' as status,
    nullif(part, '') as part,
    vendor,
    product,
    matches,
    case when matches in ('exact', 'unread') then
        if(contains(written_version, '\'), regexp_replace(written_version, '\\(.)', '\1', 'g'), written_version)
    end as version,
    if(contains(written_update, '\'), regexp_replace(written_update, '\\(.)', '\1', 'g'), written_update) as "update",
    nullif(if(contains(written_start, '\'), regexp_replace(written_start, '\\(.)', '\1', 'g'), written_start), '') as start,
    if(written_start = '', null, contains(token, '>=')) as start_including,
    nullif(if(contains(written_end, '\'), regexp_replace(written_end, '\\(.)', '\1', 'g'), written_end), '') as "end",
    if(written_end = '', null, contains(token, '<=')) as end_including,
    sw_edition,
    target_sw,
    target_hw
from parted
