-- What each thing in use runs of what the standard speaks of.
select distinct a.asset_id, a.name as asset_name, a.organisation_id, o.name as organisation_name,
    r.product_id, coalesce(r.version, '') as version, coalesce(r.name, '') as name
from asset a
join (
    select asset_id, product_id, version, os_name as name from asset
    union all
    select asset_id, product_id, version, null from installation
) r on r.asset_id = a.asset_id
join standard_product p on p.product_id = r.product_id
left join organisation o on o.organisation_id = a.organisation_id
where coalesce(a.status, '') <> 'retired'
