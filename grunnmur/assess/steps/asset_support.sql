-- Every thing, with whether its operating system is supported and what else the rules of age ask for.
-- `judged` is whether it is of a kind that has an operating system of its own, and still in use.
with networked as (
    select a.asset_id,
        coalesce(d.networked, case when h.asset_id is not null then true end) as networked,
        d.patch_policy
    from asset a
    left join device d using (asset_id)
    left join (select distinct asset_id from address) h using (asset_id)
)
select a.asset_id, a.kind, a.organisation_id, a.platform, a.os_name, a.product_id, a.version, a.patched_on,
    a.isolated_until, coalesce(a.isolated_until >= $on::date, false) as isolated,
    n.networked, n.patch_policy, coalesce(a.status = 'retired', false) as retired,
    v.cycle, v.release, v.security_until, v.paid_until, v.updates_until, coalesce(v.support, 'unknown') as support,
    coalesce(a.status, '') <> 'retired'
        and coalesce(a.kind, '') in
            ('server', 'vm', 'client', 'hypervisor', 'network', 'storage', 'gateway', 'medical')
        and not (a.kind = 'medical' and coalesce(not n.networked, false)
                 and a.os_name is null and a.product_id is null) as judged
from asset a
left join networked n using (asset_id)
left join version_support v
    on v.product_id = a.product_id
    and v.version = coalesce(a.version, '')
    and v.name = coalesce(a.os_name, '')
