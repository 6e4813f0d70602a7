-- Days on which any sensor saw anything, numbered; how many of them were working days (Monday to Friday) so far; and where
-- each stands in its week (Monday is 0) and month.
with dated as (
  select on_date,
         date_diff('day', date_trunc('week', on_date), on_date) as weekday,
         date_diff('day', date '1970-01-05', date_trunc('week', on_date)) // 7 as week_number,
         year(on_date) * 12 + month(on_date) as month_number,
         day(on_date) as day_of_month,
         date_diff('day', on_date, last_day(on_date)) as days_to_end
  from (select distinct on_date from flow_day) seen
)
select *,
       row_number() over (order by on_date) as day_number,
       sum(case when weekday < 5 then 1 else 0 end) over (order by on_date rows between unbounded preceding and current row)
         as workday_number
from dated
