-- Things in use that a statement may concern, each with a digest of all that decides what is found of it: its version and serial numbers,
-- what is said of its model, the day where a statement has none, and under what all is judged. A version that stands in a register
-- without any system is the device's own.
with said as (
    select vendor, model, sum(hash(r)::hugeint) as statements, bool_or(serial is not null) as by_serial,
        bool_or(published_on is null) as undated
    from notice_row r group by vendor, model
), numbered as (
    select entity_id as asset_id, sum(hash(value)::hugeint) as serials
    from identifier where noun = 'asset' and kind = 'serial' group by entity_id
), used as (
    select a.asset_id, coalesce(a.vendor, '') as vendor, a.model,
        coalesce(d.software_version, if(a.os_name is null and a.product_id is null, a.version, null)) as software_version
    from asset a left join device d using (asset_id)
    where coalesce(a.status, '') <> 'retired'
)
select u.*,
    hash(s.statements, u.software_version, if(s.by_serial, n.serials, null), if(s.undated, $on::date, null), $under) as digest
from used u
join said s using (vendor, model)
left join numbered n using (asset_id)
