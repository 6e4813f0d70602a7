-- Every set of organisations that may see some thing, by number. Number 0 is the empty set.
select 0 as audience_id, []::integer[] as organisations
union all
select (row_number() over (order by organisations))::integer, organisations
from (select distinct organisations from thing_seen where len(organisations) > 0)
