-- Which workload runs on which package of infrastructure.
with hosted as (
    select l.asset_id, l.other_id as host_id
    from asset_link l where l.relation in ('hosted_on', 'member_of')
    union
    select l.asset_id, m.other_id
    from asset_link l join asset_link m on m.asset_id = l.other_id and m.relation in ('hosted_on', 'member_of')
    where l.relation = 'hosted_on'
)
select distinct g.workload_id as guest, h.workload_id as host
from hosted d
    join member_asset g on g.asset_id = d.asset_id
    join member_asset h on h.asset_id = d.host_id
where h.workload_kind = 'infrastructure' and g.workload_kind <> 'infrastructure'
order by all
