-- Every place with every place it is in, itself at depth 0.
with recursive up as (
    select location_id, location_id as above_id, 0 as depth from location
    union all
    select up.location_id, l.parent_id, up.depth + 1
    from up join location l on l.location_id = up.above_id
    where l.parent_id is not null and up.depth < 12
)
select location_id, above_id, min(depth) as depth
from up
group by location_id, above_id
