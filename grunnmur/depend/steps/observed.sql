-- Dependencies as seen, with what is needed to tell their period. Weeks and months are marked in 62 bits: of longer
-- observation some fall together, which can only make a period unknown, never make one up.
with pair as (
  select source, target, protocol, port, on_date, flows, bytes, first_seen_at, last_seen_at, hours, confidence from pair_day
  union all
  select source, target, protocol, port, on_date, flows, bytes, first_seen_at, last_seen_at, hours, confidence
  from application_day
)
select
  p.source, p.target, p.protocol, p.port,
  sum(p.flows) as flows, try_sum(p.bytes) as bytes, min(p.first_seen_at) as first_seen_at, max(p.last_seen_at) as last_seen_at,
  max(p.confidence) as confidence,
  count(*) as days, min(p.on_date) as first_on, max(p.on_date) as last_on,
  count(case when d.weekday < 5 then 1 end) as workdays,
  bit_or(p.hours) as hours,
  count(case when bit_count(p.hours) >= 20 then 1 end) as full_days,
  greatest(
    count(case when d.weekday = 0 then 1 end), count(case when d.weekday = 1 then 1 end),
    count(case when d.weekday = 2 then 1 end), count(case when d.weekday = 3 then 1 end),
    count(case when d.weekday = 4 then 1 end), count(case when d.weekday = 5 then 1 end),
    count(case when d.weekday = 6 then 1 end)
  ) as same_weekday,
  bit_count(bit_or(cast(1 as bigint) << cast(d.week_number % 62 as int))) as weeks,
  bit_count(bit_or(cast(1 as bigint) << cast(d.month_number % 62 as int))) as months,
  max(d.day_of_month) - min(d.day_of_month) as spread_of_month,
  max(d.days_to_end) - min(d.days_to_end) as spread_from_end
from pair p
join observed_day d on d.on_date = p.on_date
group by p.source, p.target, p.protocol, p.port
