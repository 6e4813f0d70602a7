-- The update offered for every product and version that runs: the least version beyond every range it lies in. Under each name
-- that CPE has for it.
with offered as (
    select a.product_id, a.version, max(s.mending).version as update_to
    from asset_situation a
    join situation_summary s using (situation)
    where a.place <> 'ingredient' and s.mending is not null
    group by all
)
select distinct o.product_id, o.version, o.update_to, r.cpe
from offered o
join asset_situation a on a.product_id = o.product_id and a.version is not distinct from o.version and a.place <> 'ingredient'
join reading r using (item_id)
where r.role = 'affected' and o.update_to <> 'latest'
