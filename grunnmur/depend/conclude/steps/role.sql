-- What each provider is, by who calls it and how; a decision of a person comes last and wins.
with judged as (
    select f.*, t.class, coalesce(t.carries, false) as carries, h.sub_role as port_says,
        f.people * 20 > f.callers as for_people,
        -- most call it for its data, or more than on any other port: what shares its machine has callers of its own
        f.database_callers * 2 >= f.callers or coalesce(f.database_first, false) as keeps_data,
        -- machines of many applications and owners call it, no people do, and it does one thing: keeps or passes on
        f.noun = 'application' and f.people * 20 <= f.callers and f.applications >= $shared_by and f.trusts >= 2
            and (keeps_data
                or (f.calls_applications >= $sends_on and f.calls_applications >= f.applications * $sends_share)) as shared
    from provider_feature f
    left join thing t on t.asset_id = case when f.noun = 'asset' then f.entity_id end
    left join service_port h on h.port = f.main_port
    where (f.noun, f.entity_id) not in (select 'asset', asset_id from watcher)
      and (f.noun = 'application' or t.class = 'machine')
),
called as (
    select noun, entity_id, callers, trusts, applications, main_port,
        case
            when shared then 'middleware'
            when noun = 'application' then 'application'
            when devices * 2 >= callers then 'middleware'
            when not carries and port_says is not null then 'infrastructure'
            when not carries and not for_people and applications >= $shared_by and trusts >= 2 then 'infrastructure'
            else 'application'
        end as role,
        case
            when shared then if(keeps_data, 'database_cluster', 'integration_engine')
            when noun = 'application' then null
            when devices * 2 >= callers then 'gateway'
            when not carries then port_says
        end as sub_role,
        case
            -- the more are seen to share it, the surer; two that share a service by chance are common
            when shared then 1 - power(0.75, applications)
            when noun = 'application' then case when for_people then 0.95 when applications < $shared_by then 0.8 else 0.6 end
            when devices * 2 >= callers or (not carries and port_says is not null) then 1 - power(0.5, callers + 0.5)
            when not carries and not for_people and applications >= $shared_by and trusts >= 2 then 1 - power(0.75, applications)
            -- a thing that serves like an application and is in no register of them
            else 0.4
        end as confidence,
        {'callers': callers, 'people': people, 'devices': devices, 'applications': applications, 'trusts': trusts,
         'database_callers': database_callers, 'calls_applications': calls_applications, 'ports': ports[:8],
         'main_port': main_port} as facts
    from judged
),
watching as (
    select 'asset' as noun, asset_id as entity_id, callers, null as trusts, applications, port as main_port,
        'infrastructure' as role, sub_role, 1 - power(0.9, targets) as confidence,
        {'targets': targets, 'applications': applications, 'ports': ports, 'callers': callers, 'steadiness': round(steadiness, 2)} as facts
    from watcher
)
select noun, entity_id, role, sub_role, least(confidence, 0.99) as confidence, callers as consumers, trusts, to_json(facts)::varchar as facts
from called
union all by name
select noun, entity_id, role, sub_role, least(confidence, 0.99) as confidence, targets.consumers, targets.trusts, to_json(facts)::varchar as facts
from watching cross join (select null::bigint as consumers, null::bigint as trusts) as targets
