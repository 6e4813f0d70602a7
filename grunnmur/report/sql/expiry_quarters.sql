with judged as (select date_trunc('quarter', max(on_date))::date as day from run),
quarters as (
    select (day + to_months((3 * number)::int))::date as starts_on
    from judged, range(0, 12) as numbers(number)
    where day is not null
),
release as (
    select asset.asset_id, cycle.security_until
    from asset
    join release_cycle as cycle
        on cycle.product_id = asset.product_id and starts_with(lower(asset.version), lower(cycle.version))
    where asset.status is distinct from 'retired'
      and not regexp_matches(lower(asset.version[length(cycle.version):length(cycle.version) + 1]),
          '^([0-9][0-9]|[a-z][a-z])$')
    qualify row_number() over (
        partition by asset.asset_id order by length(cycle.version) desc, cycle.cycle
    ) = 1
)
select starts_on, count(release.asset_id) as assets
from quarters
left join release
    on release.security_until >= greatest(starts_on, (select max(on_date) from run))
   and release.security_until < starts_on + interval 3 months
group by starts_on
order by starts_on
