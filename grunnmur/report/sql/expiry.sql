-- Assets in use by the release they run; the release is the longest beginning of the version.
with judged as (select max(on_date) as day from run),
release as (
    select
        asset.asset_id, cycle.product_id, cycle.label, cycle.security_until, cycle.paid_until
    from asset
    join release_cycle as cycle
        on cycle.product_id = asset.product_id and starts_with(lower(asset.version), lower(cycle.version))
    where asset.status is distinct from 'retired'
      and not regexp_matches(lower(asset.version[length(cycle.version):length(cycle.version) + 1]),
          '^([0-9][0-9]|[a-z][a-z])$')
    qualify row_number() over (
        partition by asset.asset_id order by length(cycle.version) desc, cycle.cycle
    ) = 1
),
affected as (
    select product_id, label, count(distinct application_id) as applications
    from release join component using (asset_id) group by all
)
select
    coalesce(release.label, product.name, release.product_id) as label,
    release.security_until, max(release.paid_until) as paid_until,
    (extract(year from release.security_until) * 12 + extract(month from release.security_until))
        - (extract(year from judged.day) * 12 + extract(month from judged.day)) as months,
    count(*) as assets,
    coalesce(max(affected.applications), 0) as applications
from release
cross join judged
left join product on product.product_id = release.product_id
left join affected on affected.product_id = release.product_id
    and affected.label is not distinct from release.label
where release.security_until >= judged.day and release.security_until < judged.day + interval 36 months
group by 1, release.security_until, judged.day
order by release.security_until, assets desc, label
