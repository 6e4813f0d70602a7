-- Things in use that a statement may concern. A version that stands in a register without any system is the device's own.
with used as (
    select a.asset_id, coalesce(a.vendor, '') as vendor, a.model,
        coalesce(d.software_version, if(a.os_name is null and a.product_id is null, a.version, null)) as software_version
    from asset a left join device d using (asset_id)
    where coalesce(a.status, '') <> 'retired'
)
select u.asset_id, u.software_version, s.truth as serial_truth, r.*
from used u
join notice_row r on r.vendor = u.vendor and r.model = u.model
left join serial_standing s on s.asset_id = u.asset_id and s.serial = r.serial
