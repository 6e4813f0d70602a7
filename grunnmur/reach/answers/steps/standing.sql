-- What two estates are compared by: the question, what it is about, and a number.
select 'through' as question, entry_class as about, target as of_what, entries_through as number
from attack_surface
union all
select 'violations', rule_id, verdict, count(*) from access_violation group by all
union all
select 'cost', target, null, cost from cut where kind = 'complete'
order by all
