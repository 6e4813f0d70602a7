-- Flows with an end that names nobody, by reason. Several: more than one had the address then, or none that had it did
-- at the time. Elsewhere: the address is known, in another realm.
with missing as (
  select realm, source_ip as ip, source_ip, target_ip, flows from flow_day where source_id is null
  union all
  select realm, target_ip as ip, source_ip, target_ip, flows from flow_day where target_id is null and source_ip <> target_ip
),
address_kind as (
  select spelling, min(kind) as kind from spelling group by spelling
),
reasoned as (
  select m.realm, m.ip, m.flows,
    case
      when c.ip is not null then 'several'
      when k.kind in ('group', 'local') then k.kind
      when e.ip is not null then 'elsewhere'
      else k.kind
    end as reason
  from missing m
  left join contested_address c on c.realm = m.realm and c.ip = m.ip
  left join (select distinct ip from holder) e on e.ip = m.ip
  left join address_kind k on k.spelling = m.ip
)
select reason, sum(flows) as flows, count(distinct realm || '|' || ip) as addresses
from reasoned
group by reason
