-- Names no product is known for, and products no publisher writes of, with how many things hang on them.
with unnamed as (
    select product_id, name from product where product_id like 'unknown:%'
), unmatched as (
    select s.asset_id, s.place as kind, s.reason, s.product_id,
        case s.place when 'system' then a.os_name
                     when 'equipment' then trim(concat_ws(' ', coalesce(a.vendor, ''), a.model))
                     else p.name end as name
    from situation s
    join asset a using (asset_id)
    left join unnamed p on p.product_id = s.product_id
    where s.reason in ('name_not_matched', 'product_not_listed')
    union all
    select s.application_id, 'ingredient', s.reason, s.product_id, p.name
    from ingredient_situation s
    left join unnamed p on p.product_id = s.product_id
    where s.reason in ('name_not_matched', 'product_not_listed')
)
select coalesce(nullif(name, ''), product_id) as name, kind, count(distinct asset_id) as assets,
    if(reason = 'name_not_matched', 'unknown', 'not_listed') as reason
from unmatched
group by all
union all
select concat_ws(' ', vendor, model), 'equipment', count(*), 'unknown'
from asset a
where model is not null and kind in ('medical', 'network', 'storage', 'gateway', 'pbx', 'phone', 'controller')
    and coalesce(status, '') <> 'retired'
    and not exists (from equipment_product q where q.vendor = coalesce(a.vendor, '') and q.model = a.model)
group by vendor, model
