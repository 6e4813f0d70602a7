-- The site of every place: the nearest place of that kind it is in, else the outermost.
select u.location_id, coalesce(
        arg_min(u.above_id, u.depth) filter (l.kind in ('site', 'data_centre', 'cloud', 'home')),
        arg_max(u.above_id, u.depth)) as site_id
from location_above u left join location l on l.location_id = u.above_id
group by u.location_id
