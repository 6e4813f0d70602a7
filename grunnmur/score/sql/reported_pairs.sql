-- Observed dependencies between applications that the run holds more likely than not.
select distinct consumer_id, provider_id, ports.port, ports.unit
from dependency as d
cross join lateral (values ('services', d.port), ('pairs', null)) as ports (unit, port)
where d.origin = 'observed' and d.consumer_kind = 'application' and d.provider_kind = 'application'
  and coalesce(d.confidence, 1) >= $confidence
