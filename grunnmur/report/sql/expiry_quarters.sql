-- Assets in use that lose support in each of the twelve quarters from the day judged.
with judged as (select max(on_date) as day from run),
quarters as (
    select (date_trunc('quarter', day) + to_months((3 * number)::int))::date as starts_on
    from judged, range(0, 12) as numbers(number)
    where day is not null
),
release as (
    select asset_id, security_until
    from asset_release join asset using (asset_id)
    where asset.status is distinct from 'retired' and asset_release.cycle is not null
      and security_until >= (select day from judged)
)
select starts_on, count(release.asset_id) as assets
from quarters
left join release
    on release.security_until >= starts_on and release.security_until < starts_on + interval 3 months
group by starts_on
order by starts_on
