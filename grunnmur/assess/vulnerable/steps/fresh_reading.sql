-- Readings of items that were not matched in the run before, of products the edition speaks of.
select r.*, p.product, p.scheme
from reading r join ranked_product p on p.product_id = r.cpe
where r.item_id in (select item_id from item where digest not in (select digest from kept_item))
