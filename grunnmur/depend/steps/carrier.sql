-- Which applications a thing speaks for: those on it; for one that carries none, those on what stands behind it: the
-- members of a cluster, what a load balancer, address translator or gateway is the way to, or the cluster it is in.
with own as (
  select distinct asset_id, application_id from component
),
behind as (
  select other_id as asset_id, asset_id as behind_id from asset_link where relation = 'member_of'
  union
  select asset_id, other_id from asset_link where relation in ('gateway_for', 'member_of')
),
spoken_for as (
  select asset_id, application_id from own
  union
  select b.asset_id, o.application_id
  from behind b
  join own o on o.asset_id = b.behind_id
  left join own mine on mine.asset_id = b.asset_id
  where mine.asset_id is null
)
select a.party as asset, p.party as application, count(*) over (partition by a.party) as applications
from spoken_for s
join party a on a.kind = 'asset' and a.id = s.asset_id
join party p on p.kind = 'application' and p.id = s.application_id
