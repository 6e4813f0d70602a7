-- How each provider is called, and how much it calls itself.
with outward as (
    select caller_application as entity_id, count(distinct entity_id) as calls_applications
    from call where noun = 'application' and caller_application is not null
    group by caller_application
),
by_port as (
    select noun, entity_id, port, count(distinct source_id) as callers
    from call group by noun, entity_id, port
),
main_port as (
    select noun, entity_id, arg_max(port, (callers, -port)) as port from by_port group by noun, entity_id
)
select c.noun, c.entity_id,
    count(distinct c.source_id) as callers,
    count(distinct c.source_id) filter (c.caller_class = 'people') as people,
    count(distinct c.source_id) filter (c.caller_class = 'device') as devices,
    count(distinct c.caller_application) as applications,
    count(distinct c.caller_trust) as trusts,
    count(distinct c.source_id) filter (list_contains($database_ports, c.port)) as database_callers,
    list(distinct c.port order by c.port) as ports,
    sum(c.bytes) / nullif(sum(c.flows), 0) as bytes_each,
    any_value(m.port) as main_port, list_contains($database_ports, any_value(m.port)) as database_first,
    coalesce(any_value(o.calls_applications), 0) as calls_applications
from call c
join main_port m on m.noun = c.noun and m.entity_id = c.entity_id
left join outward o on o.entity_id = case when c.noun = 'application' then c.entity_id end
group by c.noun, c.entity_id
