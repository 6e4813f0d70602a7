-- Every end of a flow on a day, with the one thing that had the address then; two that had it name nobody.
with wanted as (
    select realm, source_ip as ip, on_date from flow
    union
    select realm, target_ip, on_date from flow
),
held as (
    select w.realm, w.ip, w.on_date, a.asset_id, a.dated
    from wanted w
    join address_owner a on a.realm = w.realm and a.ip = w.ip
        and (a.from_on is null or a.from_on <= w.on_date) and (a.to_on is null or a.to_on >= w.on_date)
),
best as (
    select * from held qualify dated = max(dated) over (partition by realm, ip, on_date)
)
select realm, ip, on_date,
       case when count(distinct asset_id) = 1 then min(asset_id) end as asset_id,
       count(distinct asset_id) as candidates
from best
group by realm, ip, on_date
