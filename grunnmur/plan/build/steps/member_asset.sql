-- The workload of every planned thing. A management controller goes with what it manages.
with placed as (
    select asset_id, workload_id, kind as workload_kind, class from grouped_asset
    union all
    select asset_id, workload_id, kind, class from packaged
), controller as (
    select a.asset_id, min(p.workload_id) as workload_id
    from planned_asset a
        left join asset_link l on l.asset_id = a.asset_id and l.relation = 'manages'
        left join placed p on p.asset_id = l.other_id
    where a.kind = 'controller' and a.left_out is null
    group by a.asset_id
), kinds as (
    select workload_id, min(workload_kind) as workload_kind from placed group by workload_id
)
select asset_id, workload_id, workload_kind, class from placed
union all
select c.asset_id,
    coalesce(c.workload_id, concat_ws('/', 'infrastructure', coalesce(a.platform, ''), coalesce(a.location_id, ''))),
    coalesce(k.workload_kind, 'infrastructure'), null
from controller c join planned_asset a using (asset_id) left join kinds k on k.workload_id = c.workload_id
