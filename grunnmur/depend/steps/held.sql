-- Who held a contested address at each moment asked for; two that held it name nobody.
-- A spell that covers the moment is believed first, then one that touches the day, then an undated one.
with wanted as (
  select f.realm, f.source_ip as ip, f.moment_at
  from direction f join contested_address c on c.realm = f.realm and c.ip = f.source_ip
  union
  select f.realm, f.target_ip, f.moment_at
  from direction f join contested_address c on c.realm = f.realm and c.ip = f.target_ip
),
candidate as (
  select w.realm, w.ip, w.moment_at, h.asset_id,
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
  select realm, ip, moment_at, max(tier) as tier from candidate group by realm, ip, moment_at
)
select c.realm, c.ip, c.moment_at, case when count(distinct c.asset_id) = 1 then min(c.asset_id) end as asset_id
from candidate c
join best b on b.realm = c.realm and b.ip = c.ip and b.moment_at = c.moment_at and b.tier = c.tier
where c.tier > 0
group by c.realm, c.ip, c.moment_at
