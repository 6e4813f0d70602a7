-- What people entered of the room there is at places: each resource by the one name the plan has for it, in its unit.
select coalesce(e.resource, lower(trim(c.resource))) as resource, c.resource as called, coalesce(e.times, 1.0) as times,
    c.location_id, c.from_on, c.amount * coalesce(e.times, 1.0) as amount
from resource_capacity c left join effort_room e on e.called = lower(trim(c.resource))
