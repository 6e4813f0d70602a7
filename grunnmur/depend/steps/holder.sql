-- Who held an address from when to when; renewals of one holder that follow on each other are one spell. An address is
-- let anew only when it is free: a spell not renewed since the next one began had ended by then, whatever was agreed.
with spell as (
  select distinct a.asset_id, coalesce(a.realm, '') as realm, coalesce(s.spelling, a.ip) as ip, a.from_at, a.to_at
  from address a
  left join odd_spelling s on s.written = a.ip
  where a.ip is not null
),
reached as (
  select *, max(to_at) over (
    partition by asset_id, realm, ip order by from_at nulls first, to_at
    rows between unbounded preceding and 1 preceding
  ) as until_at
  from spell
),
numbered as (
  select *, sum(case when until_at >= from_at then 0 else 1 end) over (
    partition by asset_id, realm, ip order by from_at nulls first, to_at rows between unbounded preceding and current row
  ) as spell
  from reached
),
whole as (
  select asset_id, realm, ip, max(from_at) as renewed_at,
         case when count(*) = count(from_at) then min(from_at) end as from_at,
         case when count(*) = count(to_at) then max(to_at) end as to_at
  from numbered
  group by asset_id, realm, ip, spell
),
followed as (
  select *, lead(from_at) over (partition by realm, ip order by from_at nulls first, asset_id) as next_at from whole
)
select asset_id, realm, ip, from_at, case when renewed_at < next_at and next_at < to_at then next_at else to_at end as to_at
from followed
