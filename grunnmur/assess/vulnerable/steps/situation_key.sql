-- The situations; their ids come of what they are, so that the same gives the same.
with own as (
    select distinct situation, item_id, mended_on, updates_until, makeup_id from asset_situation
), spelt as (
    select m.makeup_id, m.has_system, m.has_equipment, string_agg(i.digest, '|' order by i.digest) as runs
    from makeup_item m join item i using (item_id)
    group by all
)
select o.*, i.product_id, i.version, i.mended_days, t.state,
    's-' || substr(md5(concat_ws('|', i.digest, o.mended_on, o.updates_until, s.runs, s.has_system, s.has_equipment)), 1, 16) as situation_id
from own o
join item i on i.item_id = o.item_id
join item_state t on t.item_id = o.item_id
left join spelt s on s.makeup_id = o.makeup_id
