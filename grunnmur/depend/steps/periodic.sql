-- The period of each dependency, where it was seen often enough to tell; null is not known.
-- Judged between its own first and last day, over days on which sensors saw anything at all:
--   daily     five days or more, on four of five observed days, or of observed working days
--   nightly   daily, and only between 18 and 05 UTC
--   continuous  daily, and four of five of its days have traffic in twenty hours or more
--   weekly    three days or more, nine of ten on one weekday, in four of five weeks
--   monthly   three months or more, one day in each, within three days of the same date or of the month's end
--   irregular eight days or more over three weeks or more that fit none of these
with span as (
  select o.*,
    z.day_number - a.day_number + 1 as observed_days,
    z.workday_number - a.workday_number + case when a.weekday < 5 then 1 else 0 end as observed_workdays,
    date_diff('day', o.first_on, o.last_on) + 1 as span_days
  from observed o
  join observed_day a on a.on_date = o.first_on
  join observed_day z on z.on_date = o.last_on
),
judged as (
  select *,
    days >= 5 and (days >= 0.8 * observed_days or (workdays >= 5 and workdays >= 0.8 * observed_workdays)) as is_daily,
    days >= 3 and same_weekday >= 0.9 * days and weeks >= 0.8 * ((span_days + 6) / 7) as is_weekly,
    days >= 3 and months = days and months >= span_days / 31.0 and least(spread_of_month, spread_from_end) <= 3 as is_monthly
  from span
)
select source, target, protocol, port, flows, bytes, first_seen_at, last_seen_at, confidence, days, hours,
  case
    when is_daily and (hours & 262112) = 0 then 'nightly'
    when is_daily and full_days >= 0.8 * days then 'continuous'
    when is_daily then 'daily'
    when is_weekly then 'weekly'
    when is_monthly then 'monthly'
    when days >= 8 and span_days >= 21 then 'irregular'
  end as period
from judged
