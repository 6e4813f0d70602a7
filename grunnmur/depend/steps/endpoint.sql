-- Every address of a realm once: its kind, how many things ever had it, and the only thing that did, with the days it names
-- it. Where every spell has both ends, that is until eight days before and after them, which is what a common address
-- server lets (Windows' default): what was weeks away may have been anybody.
with holding as (
  select realm, ip, count(distinct asset_id) as holders, min(asset_id) as asset_id,
    count(*) = count(from_at) and count(*) = count(to_at) as closed, min(from_at) as from_at, max(to_at) as to_at
  from holder
  group by realm, ip
),
address as (
  select endpoint, realm, ip, min(kind) as kind
  from spelling
  group by endpoint, realm, ip
)
select a.endpoint, a.realm, a.ip, a.kind, coalesce(h.holders, 0) as holders, p.party,
       case when h.closed then cast(h.from_at - interval '8' day as date) end as names_from,
       case when h.closed then cast(h.to_at + interval '8' day as date) end as names_to
from address a
left join holding h on h.realm = a.realm and h.ip = a.ip
left join party p on p.id = case when h.holders = 1 then h.asset_id end and p.kind = 'asset'
