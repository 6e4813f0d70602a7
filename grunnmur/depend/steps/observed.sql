-- Dependencies as seen, with what is needed to tell their period.
with pair as (
  select 'asset' as kind, source_id, target_id, protocol, port, on_date, flows, bytes, first_seen_at, last_seen_at, hours, confidence
  from pair_day
  union all
  select 'application' as kind, source_id, target_id, protocol, port, on_date, flows, bytes, first_seen_at, last_seen_at, hours, confidence
  from application_day
),
dated as (  -- Monday is 0
  select *, date_diff('day', date_trunc('week', on_date), on_date) as weekday from pair
)
select
  kind, source_id, target_id, protocol, port,
  sum(flows) as flows, try_sum(bytes) as bytes, min(first_seen_at) as first_seen_at, max(last_seen_at) as last_seen_at,
  max(confidence) as confidence,
  count(*) as days, min(on_date) as first_on, max(on_date) as last_on,
  count(case when weekday < 5 then 1 end) as workdays,
  bit_or(hours) as hours,
  count(case when bit_count(hours) >= 20 then 1 end) as full_days,
  greatest(
    count(case when weekday = 0 then 1 end), count(case when weekday = 1 then 1 end),
    count(case when weekday = 2 then 1 end), count(case when weekday = 3 then 1 end),
    count(case when weekday = 4 then 1 end), count(case when weekday = 5 then 1 end),
    count(case when weekday = 6 then 1 end)
  ) as same_weekday,
  count(distinct date_trunc('week', on_date)) as weeks,
  count(distinct date_trunc('month', on_date)) as months,
  max(day(on_date)) - min(day(on_date)) as spread_of_month,
  max(date_diff('day', on_date, last_day(on_date))) - min(date_diff('day', on_date, last_day(on_date))) as spread_from_end
from dated
group by kind, source_id, target_id, protocol, port
