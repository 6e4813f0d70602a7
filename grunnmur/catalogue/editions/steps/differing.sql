-- How many things two files tell differently, and the first of them.
select feed, held, other, count(*) as rows, list(subject order by subject)[:10] as named
from (select distinct * from differing_subject)
group by all
order by feed, rows desc, held, other
