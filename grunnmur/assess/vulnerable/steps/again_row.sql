-- Rows that items matched before lie in. Numbers only tell which row of one item comes first: those of before stand apart.
select row_id + 500000000 as row_id, * exclude (row_id) from kept_row
