-- True dependencies between applications as the run would name their ends; `port` null counts the pair once.
select distinct c.found_id as consumer_id, p.found_id as provider_id, t.consumer_id as true_consumer, t.provider_id as true_provider,
    ports.port, ports.unit, t.observable
from true_dependency as t
cross join lateral (values ('services', t.port), ('pairs', null)) as ports (unit, port)
left join located as c on c.noun = t.consumer_kind and c.true_id = t.consumer_id
left join located as p on p.noun = t.provider_kind and p.true_id = t.provider_id
