-- Which workload each contract on an application is about.
select c.contract_id, g.workload_id
from contract c join grouped_application g using (application_id)
