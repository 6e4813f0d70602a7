-- Gatherings whose conditions come out alike: they run the same of what clauses name in which something of theirs is vulnerable.
-- What runs elsewhere makes no difference, so that a thing's situation follows from the thing.
with gathered as (
    select distinct gathering_id, unnest(items) as item_id, has_system, has_equipment
    from (select distinct gathering_id, items, has_system, has_equipment from gathering)
), vulnerable as (
    select distinct r.item_id, c.clause_no from row_match r join condition_row c using (row_id) where r.conditional and r.hits
), weighing as (
    select distinct v.item_id, c.item_id as other_id from vulnerable v join condition_item c using (clause_no)
), made as (
    select g.gathering_id, list(distinct o.item_id order by o.item_id) as items, any_value(g.has_system) as has_system,
        any_value(g.has_equipment) as has_equipment
    from gathered g
    join weighing w on w.item_id = g.item_id
    join gathered o on o.gathering_id = g.gathering_id and o.item_id = w.other_id
    group by g.gathering_id
)
select gathering_id, dense_rank() over (order by items, has_system, has_equipment) as makeup_id, items, has_system, has_equipment
from made
