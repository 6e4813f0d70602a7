-- Which package each thing is in that no application stands on.
with free as (
    select a.*, coalesce(organisation_id, '') as trust, coalesce(site_id, '') as site
    from planned_asset a left join grouped_asset s on s.asset_id = a.asset_id
    where a.left_out is null and s.asset_id is null
)
select asset_id, 'clients' as kind, concat_ws('/', 'clients', trust, site) as package, site_id, null as class
from free where kind in ('client', 'printer')
union all
select asset_id, 'telephony', concat_ws('/', 'telephony', trust, site), site_id, null
from free where kind in ('phone', 'pbx')
union all
select asset_id, 'network', concat_ws('/', 'network', trust, site), site_id, null
from free where kind = 'network'
union all
select asset_id, 'infrastructure',
    concat_ws('/', 'infrastructure', coalesce(platform, ''), coalesce(location_id, '')), site_id, null
from free where kind in ('hypervisor', 'cluster', 'storage')
union all
select asset_id, 'servers', concat_ws('/', 'servers', trust, coalesce(platform, '')), site_id, null
from free where kind in ('server', 'vm')
union all
select f.asset_id, 'devices', d.package, f.site_id, d.class
from free f join device_package d using (asset_id)
