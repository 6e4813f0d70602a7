-- Which package each device and gateway is in: behind one gateway, else one class at one site.
-- Classes with few devices at a site are put together for the trust.
with device as (
    select a.asset_id, coalesce(a.organisation_id, '') as organisation_id, a.kind,
        case when a.kind = 'home_device' then '' else coalesce(a.site_id, '') end as site_id,
        coalesce(a.device_class, a.kind) as class,
        coalesce(g.gateway_id, if(a.kind = 'gateway', a.asset_id, null)) as gateway_id
    from planned_asset a
        left join device_gateway g on g.asset_id = a.asset_id
        left join grouped_asset s on s.asset_id = a.asset_id
    where a.left_out is null and s.asset_id is null and a.kind in ('medical', 'home_device', 'gateway')
), sized as (
    select *, count(*) over (partition by gateway_id) as behind,
        count(*) over (partition by organisation_id, site_id, class) as many
    from device
)
select asset_id,
    case
        when gateway_id is not null and behind >= $fewest then concat_ws('/', 'devices', gateway_id)
        when many >= $fewest then concat_ws('/', 'devices', organisation_id, site_id, class)
        else concat_ws('/', 'devices', organisation_id, class)
    end as package,
    class
from sized
