-- Things that run the same, mended in the same span of days, among the same conditions, share a situation. The day updates
-- ended tells them apart where they were mended later.
with conditioned as (
    select distinct item_id, makeup_id from conditional_match
), spanned as (
    -- Before every cut, any day will do.
    select a.asset_id, a.item_id, a.place, a.product_id, a.version, coalesce(c.cut_on, date '1900-01-01') as mended_on,
        if(a.updates_until < c.cut_on, a.updates_until, null) as updates_until
    from (from asset_item where patched_on is not null) a
    asof left join (from patch_cut where cut_on is not null) c on c.item_id = a.item_id and a.patched_on >= c.cut_on
    union all
    select asset_id, item_id, place, product_id, version, null, null from asset_item where patched_on is null
)
select s.asset_id, s.item_id, s.place, s.product_id, s.version, s.mended_on, s.updates_until, c.makeup_id,
    dense_rank() over (order by s.item_id, mended_on, updates_until, c.makeup_id) as situation
from spanned s
left join gathering g on g.asset_id = s.asset_id
left join makeup m on m.gathering_id = g.gathering_id
left join conditioned c on c.item_id = s.item_id and c.makeup_id = m.makeup_id
