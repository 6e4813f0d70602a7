-- Days on which any sensor saw anything, numbered; and how many of them were working days (Monday to Friday) so far.
select on_date,
       row_number() over (order by on_date) as day_number,
       sum(case when date_diff('day', date_trunc('week', on_date), on_date) < 5 then 1 else 0 end) over (order by on_date rows between unbounded preceding and current row)
         as workday_number
from (select distinct on_date from flow_day) seen
