-- What each thing runs, by number; the day it was last mended, and how long updates came, count for its system only.
select r.asset_id, w.item_id, r.place, r.product_id, r.version,
    if(i.mended_days is not null and r.place = 'system', a.patched_on, null) as patched_on, u.updates_until
from run_item r
join item_spelling w
    on w.place = r.place and w.product_id = r.product_id and w.version = coalesce(r.version, '')
    and w.name = coalesce(r.name, '')
join item i on i.item_id = w.item_id
left join asset a on a.asset_id = r.asset_id
left join asset_support u on u.asset_id = r.asset_id
