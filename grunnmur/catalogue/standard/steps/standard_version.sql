-- Every way a product of the standard and its version are written, once.
select distinct w.product_id, coalesce(w.version, '') as version, coalesce(w.name, '') as name
from (
    select product_id, version, os_name as name from asset
    union all
    select product_id, version, null from installation
) w
join standard_product p on p.product_id = w.product_id
