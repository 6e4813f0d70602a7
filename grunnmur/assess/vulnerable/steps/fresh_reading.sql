-- Readings of items that were not matched in the run before.
select * from reading where item_id in (select item_id from item where digest not in (select digest from kept_item))
