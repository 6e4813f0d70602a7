-- What is taken up of each resource there is a capacity for, by place and workload (none: it stays where it is). A thing
-- of which it is not known counts as half the things of its kind do or less: its median.
with used as (
    select coalesce(e.resource, lower(trim(u.resource))) as resource, u.asset_id, max(u.amount * coalesce(e.times, 1.0)) as amount
    from resource_use u left join effort_room e on e.called = lower(trim(u.resource))
    where u.amount >= 0 and isfinite(u.amount)
    group by all
), typical as (
    select u.resource, a.kind, median(u.amount) as amount
    from used u join asset a using (asset_id)
    where u.resource in (select resource from room_capacity)
    group by all
)
select t.resource, a.location_id, m.workload_id, sum(coalesce(u.amount, t.amount)) as amount, count(*) as things,
    count(*) filter (u.amount is null) as assumed
from planned_asset a
    join typical t on t.kind is not distinct from a.kind
    left join used u on u.asset_id = a.asset_id and u.resource = t.resource
    left join member_asset m on m.asset_id = a.asset_id
where a.left_out is distinct from 'registered_as_retired'
group by t.resource, a.location_id, m.workload_id
