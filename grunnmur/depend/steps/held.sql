-- Who held an address that several had at each moment asked for; two that held it name nobody.
-- A spell that covers the moment is believed first, then one that touches the day, then an undated one.
with wanted as (
  select e.realm, e.ip, f.source as endpoint, f.moment_at
  from direction f join endpoint e on e.endpoint = f.source where e.holders > 1
  union
  select e.realm, e.ip, f.target, f.moment_at
  from direction f join endpoint e on e.endpoint = f.target where e.holders > 1
),
candidate as (
  select w.endpoint, w.moment_at, h.asset_id,
    case
      when h.from_at is null and h.to_at is null then 1
      when coalesce(h.from_at <= w.moment_at, true) and coalesce(w.moment_at < h.to_at, true) then 3
      when coalesce(cast(h.from_at as date) <= cast(w.moment_at as date), true)
       and coalesce(cast(h.to_at as date) >= cast(w.moment_at as date), true) then 2
      else 0
    end as tier
  from wanted w
  join holder h on h.realm = w.realm and h.ip = w.ip
),
best as (
  select endpoint, moment_at, max(tier) as tier from candidate group by endpoint, moment_at
),
agreed as (
  select c.endpoint, c.moment_at, case when count(distinct c.asset_id) = 1 then min(c.asset_id) end as asset_id
  from candidate c
  join best b on b.endpoint = c.endpoint and b.moment_at = c.moment_at and b.tier = c.tier
  where c.tier > 0
  group by c.endpoint, c.moment_at
)
select a.endpoint, a.moment_at, p.party
from agreed a
join party p on p.kind = 'asset' and p.id = a.asset_id
