select v.*, a.path_id from violation v join access a using (account_id, data_store_id)
