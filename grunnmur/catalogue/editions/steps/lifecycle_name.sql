with said as (
    select product as slug, 'title' as kind, title as name from new_eol_product where title <> ''
    union
    select product, type, identifier from new_eol_identifier where type in ('purl', 'repology')
    union
    select
        product,
        'alias',
        regexp_replace(
            regexp_extract(identifier, '^cpe:(?:2\.3:|/)[aoh]:((?:[^:\\]|\\.)+:(?:[^:\\]|\\.)+)', 1),
            '\\(.)', '\1', 'g'
        )
    from new_eol_identifier
    where type = 'cpe' and identifier similar to 'cpe:(?:2\.3:|/)[aoh]:(?:[^:\\]|\\.)+:(?:[^:\\]|\\.)+.*'
),
told as (
    select product as slug from new_eol_product
    union
    select product from new_eol_identifier
)
select p.product_id, s.kind, s.name, null as part, s.slug as lifecycle, count(*) as uses
from said s
join lifecycle_product p on p.slug = s.slug
group by all
union all by name
select o.* from old_product_name o
left join told t on t.slug = o.lifecycle
where o.kind in ('title', 'alias', 'purl', 'repology') and t.slug is null
