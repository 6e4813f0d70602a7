-- The clinical services a workload belongs to, and the redundancy groups in them.
select distinct g.workload_id, s.service_id, s.redundancy_group, g.application_id
from service_member s join grouped_application g using (application_id)
order by all
