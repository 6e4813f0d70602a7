-- Flows with an end that names nobody, by reason. Several: more than one had the address then, or none that had it did
-- at the time. Lapsed: only one had it, weeks before or after. Elsewhere: the address is known, in another realm.
-- A flow counts once for a reason, also where both its ends are without a name for it.
with missing as (
  select source, target, flows, source_party is null as source_unnamed,
    target_party is null and source <> target as target_unnamed
  from flow_day
  where source_party is null or (target_party is null and source <> target)
),
reasoned as (
  select e.endpoint,
    case
      when e.holders > 1 then 'several'
      when e.holders = 1 then 'lapsed'
      when e.kind in ('group', 'local') then e.kind
      when h.ip is not null then 'elsewhere'
      else e.kind
    end as reason
  from endpoint e
  left join (select distinct ip from holder) h on h.ip = e.ip
),
pair as (
  select m.*, s.reason as source_reason, t.reason as target_reason
  from missing m
  join reasoned s on s.endpoint = m.source
  join reasoned t on t.endpoint = m.target
),
ends as (
  select source as endpoint, source_reason as reason, flows from pair where source_unnamed
  union all
  select target, target_reason, case when source_unnamed and source_reason = target_reason then 0 else flows end
  from pair where target_unnamed
)
select reason, sum(flows) as flows, count(distinct endpoint) as addresses
from ends
group by reason
