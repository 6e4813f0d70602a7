-- Every thing with its site, its host's platform where it has none, and why it is not planned.
with host as (
    select l.asset_id, arg_min(h.platform, h.asset_id) as platform
    from asset_link l join asset h on h.asset_id = l.other_id
    where l.relation in ('hosted_on', 'member_of', 'manages') and h.platform is not null
    group by l.asset_id
), served as (
    select c.asset_id, bool_and(p.left_out is not null and p.left_out = 'out_of_scope') as only_out
    from component c join planned_application p using (application_id)
    group by c.asset_id
)
select a.asset_id, a.kind, a.name, a.organisation_id, a.location_id, s.site_id, a.criticality,
    coalesce(a.platform, host.platform) as platform, d.device_class,
    case
        when a.scope = 'out' then 'out_of_scope'
        when a.status = 'retired' then 'registered_as_retired'
        when served.only_out and a.kind in ('server', 'vm', 'gateway', 'storage') then 'serves_out_of_scope'
        when a.kind in ('medical', 'home_device') and d.networked = false then 'device_not_networked'
        when a.kind is null or a.kind = 'other' then 'kind_not_known'
    end as left_out,
    coalesce(a.scope, 'unknown') = 'unknown' as scope_unknown
from asset a
    left join location_site s on s.location_id = a.location_id
    left join device d on d.asset_id = a.asset_id
    left join host on host.asset_id = a.asset_id
    left join served on served.asset_id = a.asset_id
