-- Days that only a clock which jumped tells of: a day or two, more than a month from all other days of their source, with
-- less than a hundredth of the records of its greatest stretch of days. A judgement. What lasted as long is asked nothing:
-- a connection that stays open for months is told when it ends, with the day it began.
with day as (
  select source, cast(started_at as date) as on_date, count(*) as records
  from flow_record
  where started_at >= timestamp '1990-01-01' and cast(started_at as date) <= $latest
    and not coalesce(ended_at between started_at + interval '31' day and started_at + interval '366' day, false)
  group by source, cast(started_at as date)
),
followed as (
  select *, lag(on_date) over (partition by source order by on_date) as before_on from day
),
numbered as (
  select *, sum(case when date_diff('day', before_on, on_date) <= 31 then 0 else 1 end) over (
    partition by source order by on_date rows between unbounded preceding and current row
  ) as stretch
  from followed
),
stretch as (
  select source, stretch, date_diff('day', min(on_date), max(on_date)) as days_on, sum(records) as records
  from numbered
  group by source, stretch
),
compared as (
  select *, max(records) over (partition by source) as most from stretch
)
select n.source, n.on_date
from numbered n
join compared c on c.source = n.source and c.stretch = n.stretch
where c.days_on <= 1 and c.records * 100 < c.most
