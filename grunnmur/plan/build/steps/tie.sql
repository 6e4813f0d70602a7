-- Dependencies between workloads. Between systems, each protocol is an interface that is bridged;
-- what was only observed is one interface, and nothing more where somebody has declared some.
-- What PCs, telephones and devices reach is access, which costs the same however much it is used;
-- so is what servers nobody can name are only seen to do: much of it is names, backup, monitoring.
with told as (
    select consumer_kind, consumer_id, provider_kind, provider_id, coalesce(origin, 'declared') = 'declared' as declared,
        if(coalesce(origin, 'declared') = 'declared', lower(coalesce(protocol, '')), '') as protocol, coalesce(confidence, 1) as confidence
    from dependency
    union all
    select 'asset', c.asset_id, 'application', c.application_id, true, 'component', 1
    from component c join planned_asset a using (asset_id)
    where a.kind not in ('server', 'vm', 'gateway', 'storage')
), system as (
    select workload_id, kind in ('application', 'shared') as is_system, kind = 'servers' as is_maybe
    from workload_row
), ended as (
    select c.workload_id as consumer, p.workload_id as provider,
        (x.is_system or x.is_maybe and t.declared) and (y.is_system or y.is_maybe and t.declared) as systems,
        t.declared, t.protocol, max(t.confidence) as confidence
    from told t
        join member c on c.noun = t.consumer_kind and c.entity_id = t.consumer_id
        join member p on p.noun = t.provider_kind and p.entity_id = t.provider_id
        join system x on x.workload_id = c.workload_id
        join system y on y.workload_id = p.workload_id
    where c.workload_id <> p.workload_id
    group by all
), kept as (
    select *, bool_or(declared) over (partition by consumer, provider) as any_declared from ended
), priced as (
    select k.consumer, k.provider, k.systems,
        cast(round(k.confidence * coalesce(b.nok, o.nok)) as bigint) as nok
    from kept k
        left join effort_protocol b on b.protocol = k.protocol
        cross join (select nok from effort_protocol where protocol = '') o
    where k.declared or not k.any_declared
)
select consumer, provider, bool_or(systems) as systems,
    cast(coalesce(sum(nok) filter (systems), (select any_value(nok) from effort_access)) as bigint) as nok,
    count(*) filter (systems) as interfaces
from priced
group by consumer, provider
order by consumer, provider
