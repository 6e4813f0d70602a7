-- Every end of a flow on a day, with the one thing that had the address then; two that had it name nobody.
-- A dated span is believed first, then an undated one, then the only thing that was ever seen with the address.
with wanted as (
    select realm, source_ip as ip, on_date from flow
    union
    select realm, target_ip, on_date from flow
),
held as (
    select w.realm, w.ip, w.on_date, a.asset_id,
           case when not (a.from_on is null or a.from_on <= w.on_date) or not (a.to_on is null or a.to_on >= w.on_date) then 0
                when a.dated then 2 else 1 end as tier
    from wanted w
    join address_owner a on a.realm = w.realm and a.ip = w.ip
),
best as (
    select * from held qualify tier = max(tier) over (partition by realm, ip, on_date)
)
select realm, ip, on_date,
       case when count(distinct asset_id) = 1 then min(asset_id) end as asset_id,
       count(distinct asset_id) as candidates
from best
group by realm, ip, on_date
