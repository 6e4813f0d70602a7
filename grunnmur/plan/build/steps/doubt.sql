-- What is not known of what is planned, counted.
select 'application_scope_unknown' as code, count(*) as many, min(application_id) as first_id
from planned_application where left_out is null and scope_unknown
union all
select 'asset_scope_unknown', count(*), min(asset_id) from planned_asset where left_out is null and scope_unknown
union all
select 'application_without_server', count(*), min(workload_id)
from workload_row where kind = 'application' and servers = 0
union all
select 'server_without_application', coalesce(sum(servers), 0), min(workload_id)
from workload_row where kind = 'servers'
union all
select 'workload_without_platform', count(*), min(workload_id) from workload_row where platform is null
union all
select 'workload_without_trust', count(*), min(w.workload_id)
from workload_row w left join workload_trust t using (workload_id) where t.workload_id is null
union all
select 'retire_candidate', count(*), min(workload_id) from workload_row where unused and decided = 0
union all
select 'dispositions_disagree', count(*), min(workload_id) from workload_row where dispositions > 1
union all
select 'waits_for_clearance', count(*), min(workload_id) from workload_row where kind = 'application' and blocks
union all
select 'server_shared_with_out_of_scope', count(distinct c.asset_id), min(c.asset_id)
from component c
    join planned_application p on p.application_id = c.application_id and p.left_out = 'out_of_scope'
    join grouped_asset g on g.asset_id = c.asset_id
