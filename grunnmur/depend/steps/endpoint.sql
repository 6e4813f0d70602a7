-- Every address of a realm once: its kind, how many things ever had it, and the only thing that did.
with holding as (
  select realm, ip, count(distinct asset_id) as holders, min(asset_id) as asset_id
  from holder
  group by realm, ip
),
address as (
  select endpoint, realm, ip, min(kind) as kind
  from spelling
  group by endpoint, realm, ip
)
select a.endpoint, a.realm, a.ip, a.kind, coalesce(h.holders, 0) as holders, p.party
from address a
left join holding h on h.realm = a.realm and h.ip = a.ip
left join party p on p.id = case when h.holders = 1 then h.asset_id end and p.kind = 'asset'
