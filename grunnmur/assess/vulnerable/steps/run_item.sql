-- Everything that runs on a thing that is to be judged: its own system or firmware, what is installed, and the thing itself
-- where its model names a product; and what applications in use are built of, under the application's id. Names stand beside products nobody has recognised.
with used as (
    select * from asset where asset_id in (select thing_id from changed_thing)
)
select asset_id, 'system' as place,
    coalesce(product_id, 'unknown:' || coalesce(nullif(trim(regexp_replace(lower(os_name), '[^\p{L}\p{N}]+', '_', 'g'), '_'), ''), 'nameless'))
        as product_id,
    version, os_name as name, kind
from used where product_id is not null or os_name is not null
union all
select i.asset_id, if(u.product_id in (select unnest($distributions)), 'package', 'installation'), i.product_id, i.version,
    if(i.product_id like 'unknown:%', p.name, null), null
from installation i
join used u on u.asset_id = i.asset_id
left join product p on p.product_id = i.product_id
union all
select u.asset_id, 'equipment', q.product_id, d.software_version, q.name, u.kind
from used u
join equipment_product q on q.vendor = coalesce(u.vendor, '') and q.model = u.model
left join device d on d.asset_id = u.asset_id
union all
select i.application_id, 'ingredient', i.product_id, i.version, if(i.product_id like 'unknown:%', p.name, null), null
from ingredient i
left join product p on p.product_id = i.product_id
where i.application_id in (select thing_id from changed_thing)
