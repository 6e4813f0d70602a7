-- Names no product is known for, and products no publisher writes of, with how many things hang on them.
select coalesce(nullif(w.name, ''), w.product_id) as name, if(a.place in ('system', 'ingredient', 'equipment'), a.place, 'installation') as kind,
    count(distinct a.asset_id) as assets, if(t.state = 'name_not_matched', 'unknown', 'not_listed') as reason
from asset_situation a
join item_state t using (item_id)
join item_spelling w on w.item_id = a.item_id and w.product_id = a.product_id and w.version = coalesce(a.version, '')
    and w.place = a.place
where t.state in ('name_not_matched', 'product_not_listed')
group by all
union all
select concat_ws(' ', vendor, model), 'equipment', count(*), 'unknown'
from asset a
where model is not null and kind in ('medical', 'network', 'storage', 'gateway', 'pbx', 'phone', 'controller')
    and coalesce(status, '') <> 'retired'
    and not exists (from equipment_product q where q.vendor = coalesce(a.vendor, '') and q.model = a.model)
group by vendor, model
