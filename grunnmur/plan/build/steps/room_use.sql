-- What is taken up of each resource somebody entered a capacity for, by place and workload (none: it stays where it
-- is). A thing of which it is not known counts as half the things of its kind do or less: its median.
with said as (
    select distinct lower(trim(resource)) as called from resource_capacity
    union select distinct lower(trim(resource)) from resource_use
), known as (
    select s.called, coalesce(e.resource, s.called) as resource, coalesce(e.times, 1.0) as times
    from said s left join effort_room e using (called)
), counted as (
    select distinct k.resource from resource_capacity c join known k on k.called = lower(trim(c.resource))
), used as (
    select k.resource, u.asset_id, max(u.amount * k.times) as amount
    from resource_use u join known k on k.called = lower(trim(u.resource)) semi join counted c on c.resource = k.resource
    where u.amount >= 0 and isfinite(u.amount)
    group by all
), typical as (
    select u.resource, a.kind, median(u.amount) as amount from used u join asset a using (asset_id) group by all
)
select t.resource, a.location_id, m.workload_id, sum(coalesce(u.amount, t.amount)) as amount, count(*) as things,
    count(*) filter (u.amount is null) as assumed
from planned_asset a
    join typical t on t.kind is not distinct from a.kind
    left join used u on u.asset_id = a.asset_id and u.resource = t.resource
    left join member_asset m on m.asset_id = a.asset_id
where a.left_out is distinct from 'registered_as_retired'
group by t.resource, a.location_id, m.workload_id
