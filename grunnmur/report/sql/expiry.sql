-- Assets in use by the release they run, where it loses support within three years. A version that fits
-- several releases has no day of its own and is not here.
with judged as (select max(on_date) as day from run),
release as (
    select
        asset.asset_id,
        asset_release.security_until, asset_release.paid_until,
        case
            when regexp_matches(asset_release.label, '^[0-9]')
                then coalesce(product.name, asset_release.product_id) || ' ' || asset_release.label
            else asset_release.label
        end as label
    from asset
    join asset_release using (asset_id)
    left join product on product.product_id = asset_release.product_id
    where asset.status is distinct from 'retired' and asset_release.cycle is not null
),
affected as (
    select label, security_until, count(distinct application_id) as applications
    from release join component using (asset_id) group by all
)
select
    release.label, release.security_until,
    max(release.paid_until) as paid_until,
    count(*) as assets,
    coalesce(max(affected.applications), 0) as applications
from release
cross join judged
left join affected using (label, security_until)
where release.security_until >= judged.day and release.security_until < judged.day + interval 36 months
group by release.label, release.security_until
order by release.security_until, assets desc, release.label
