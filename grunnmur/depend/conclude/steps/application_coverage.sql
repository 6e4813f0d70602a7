-- The share of an application's ways that passes a sensor. Where its own declared ways are few, those of its realm
-- count for two more.
with own as (
    select consumer_id as application_id, count(*) as ways, count(*) filter (at_home) as at_home
    from declared_pair where at_home is not null group by consumer_id
),
common as (
    select realm, avg(at_home::int) as at_home from declared_pair where at_home is not null group by realm
),
share as (
    select max(share) filter (at_home) as within, max(share) filter (not at_home) as between from sensor_share
),
mixed as (
    select r.application_id, r.realm,
        (coalesce(o.at_home, 0) + 2 * c.at_home) / (coalesce(o.ways, 0) + 2) as at_home
    from application_realm r
    join common c on c.realm = r.realm
    left join own o on o.application_id = r.application_id
)
select m.application_id, m.realm,
    case when m.at_home = 1 then s.within when m.at_home = 0 then s.between
         else m.at_home * s.within + (1 - m.at_home) * s.between end as coverage
from mixed m
cross join share s
