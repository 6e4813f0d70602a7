-- Things that run the same of what conditions name. A system nobody recognises may be any.
with named as (
    select distinct item_id from condition_item
), made as (
    select a.asset_id, list(distinct a.item_id order by a.item_id) filter (n.item_id is not null) as items,
        bool_or(a.place = 'system' and i.recognised) as has_system, bool_or(a.place = 'equipment') as has_equipment
    from asset_item a
    join item i on i.item_id = a.item_id
    left join named n on n.item_id = a.item_id
    group by a.asset_id
)
select asset_id, dense_rank() over (order by items, has_system, has_equipment) as gathering_id,
    items, has_system, has_equipment
from made where len(items) > 0
