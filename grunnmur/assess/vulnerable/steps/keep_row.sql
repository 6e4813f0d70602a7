select distinct n.number as row_id, w.* exclude (row_id) from wanted_row w join keep_number n using (row_id)
