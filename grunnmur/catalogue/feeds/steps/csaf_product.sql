select
    advisory as advisory_id,
    product_id as product_key,
    case
        when cpe <> '' then
            regexp_replace(regexp_replace(regexp_extract(
                cpe, '^cpe:(?:2\.3:|/)[aoh]:((?:[^:\\]|\\.)+:(?:[^:\\]|\\.)+)', 1
            ), '\\(.)', '\1', 'g'), '^$', '')
        when product = '' then null
        else regexp_replace(lower(trim(vendor)), '[\s_]+', '_', 'g') || ':'
            || regexp_replace(lower(trim(product)), '[\s_]+', '_', 'g')
    end as product_id,
    nullif(trim(vendor), '') as vendor,
    nullif(trim(product), '') as product,
    nullif(trim(version), '') as version,
    nullif(trim(full_name), '') as name,
    nullif(cpe, '') as cpe,
    nullif(trim(platform), '') as platform
from given
where advisory <> '' and product_id <> ''
