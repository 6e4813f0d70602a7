-- The versions each row concerns, as the publisher says.
select r.* from ranked_range r where r.row_id in (select row_id from situation_weighed)
