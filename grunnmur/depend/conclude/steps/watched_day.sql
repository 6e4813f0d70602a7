-- How many hours of each day sensors saw anything at all in a realm, and which, as bits; a day without any is a gap, and 0.
with seen_day as (
    select realm, on_date, bit_or(hours) as hours from conversed group by realm, on_date
),
realms as (
    select distinct realm from seen_day
),
span as (
    select unnest(range(min(on_date)::timestamp, max(on_date)::timestamp + interval 1 day, interval 1 day))::date as on_date
    from seen_day
)
select r.realm, s.on_date, coalesce(bit_count(d.hours), 0) as hours, coalesce(d.hours, 0) as hour_bits
from realms r
cross join span s
left join seen_day d on d.realm = r.realm and d.on_date = s.on_date
order by r.realm, s.on_date
