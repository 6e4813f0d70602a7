-- How often each port is called from ports handed out for the moment. One caller in two thousand is handed a port that is
-- in the catalogue, and must not be taken for what listens there.
select endpoint, protocol, port, sum(flows) as flows
from (
  select case when source_port is null then target else source end as endpoint, protocol,
         coalesce(target_port, source_port) as port, flows
  from sighting
  where left_out is null and opened is null and (source_port is null) <> (target_port is null)
) kept
group by endpoint, protocol, port
