select distinct i.digest, s.state from item i join item_state s using (item_id)
