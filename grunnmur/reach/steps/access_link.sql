-- Everything that leads to data by right: rights that are listed, and those the directory gives.
select * from right_link
union all
select from_kind, from_id, to_kind, to_id, through, marks from directory_control where as_right
