select distinct i.digest, s.state from item i join item_state s using (item_id)
where i.digest not in (select digest from kept_item)
