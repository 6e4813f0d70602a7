-- The release each thing runs and how long it is supported, where the product is known.
select asset_id, product_id, cycle, release as label, security_until, paid_until, support
from asset_support
where product_id is not null
