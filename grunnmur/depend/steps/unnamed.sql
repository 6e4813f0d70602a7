-- Flows with an end that names nobody, by reason. Several: more than one had the address then, or none that had it did
-- at the time. Lapsed: only one had it, weeks before or after. Elsewhere: the address is known, in another realm.
with missing as (
  select source as endpoint, flows from flow_day where source_party is null
  union all
  select target, flows from flow_day where target_party is null and source <> target
),
reasoned as (
  select m.endpoint, m.flows,
    case
      when e.holders > 1 then 'several'
      when e.holders = 1 then 'lapsed'
      when e.kind in ('group', 'local') then e.kind
      when h.ip is not null then 'elsewhere'
      else e.kind
    end as reason
  from missing m
  join endpoint e on e.endpoint = m.endpoint
  left join (select distinct ip from holder) h on h.ip = e.ip
)
select reason, sum(flows) as flows, count(distinct endpoint) as addresses
from reasoned
group by reason
