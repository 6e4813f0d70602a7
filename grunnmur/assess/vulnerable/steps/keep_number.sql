-- The rows to keep, numbered anew in the edition's order: a row known by two numbers gets one.
select row_id, dense_rank() over (order by listed_id, vulnerability_id, origin, place) as number
from wanted_row
where row_id in (select row_id from item_match union all select row_id from row_match where conditional)
