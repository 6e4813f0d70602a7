-- Systems that never move, and the workloads that depend on them or that they depend on.
with left_out as (
    select 'application' as noun, application_id as entity_id, name from planned_application where left_out = 'out_of_scope'
    union all
    select 'asset', asset_id, name from planned_asset where left_out in ('out_of_scope', 'serves_out_of_scope')
), touching as (
    select l.noun, l.entity_id, l.name, m.workload_id
    from dependency d
        join left_out l on l.noun = d.provider_kind and l.entity_id = d.provider_id
        join member m on m.noun = d.consumer_kind and m.entity_id = d.consumer_id
    union
    select l.noun, l.entity_id, l.name, m.workload_id
    from dependency d
        join left_out l on l.noun = d.consumer_kind and l.entity_id = d.consumer_id
        join member m on m.noun = d.provider_kind and m.entity_id = d.provider_id
)
select entity_id, coalesce(min(name), entity_id) as name, list(distinct workload_id order by workload_id) as workloads
from touching
group by noun, entity_id
order by entity_id
