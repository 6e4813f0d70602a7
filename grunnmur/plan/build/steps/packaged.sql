-- Packages cut into parts of about even size: the workload of each thing in them.
with numbered as (
    select p.*, count(*) over (partition by package) as many,
        row_number() over (partition by package order by site_id, asset_id) - 1 as place,
        case kind when 'clients' then $clients when 'servers' then $servers when 'devices' then $devices
            else 1000000 end as most
    from package p
)
select asset_id, kind, site_id, class,
    case when many > most
        then package || '/' || (1 + place * cast(ceil(many / most) as bigint) // many)
        else package end as workload_id
from numbered
