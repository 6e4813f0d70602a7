-- Which product a name at the lifecycle publisher is: chosen by us, known before, the first CPE that no
-- other product there claims, or a name of its own.
with cpe_name as (
    select
        product as slug,
        regexp_replace(regexp_replace(
            regexp_extract(identifier, '^cpe:(?:2\.3:|/)[aoh]:((?:[^:\\]|\\.)+:(?:[^:\\]|\\.)+)', 1),
            '\\(.)', '\1', 'g'
        ), '^$', '') as product_id,
        min(line) as line
    from new_eol_identifier
    where type = 'cpe'
    group by all
),
own as (
    select slug, arg_min(product_id, (line, product_id)) as product_id
    from (
        select *, count(*) over (partition by product_id) as claims from cpe_name where product_id <> ''
    )
    where claims = 1
    group by slug
),
known as (
    select lifecycle as slug, min(product_id) as product_id from old_product_name
    where lifecycle is not null and kind in ('title', 'alias', 'purl', 'repology')
    group by all
),
slug as (
    select product as slug from new_eol_cycle
    union
    select product from new_eol_product
    union
    select product from new_eol_identifier
)
select
    s.slug,
    coalesce(c.product_id, k.product_id, if(taken.product_id is null, o.product_id, null), 'endoflife.date:' || s.slug)
        as product_id
from slug s
left join lifecycle_choice c on c.slug = s.slug
left join known k on k.slug = s.slug
left join own o on o.slug = s.slug
left join (select distinct product_id from lifecycle_choice) taken on taken.product_id = o.product_id
