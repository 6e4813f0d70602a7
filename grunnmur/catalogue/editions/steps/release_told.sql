-- What each file says of a product's releases, with the day it is from. The newest holds (turn 1): of one day the later moment, and where
-- that is not known all of that day together. A day that has not come counts as today: nothing would be newer than it.
with day as (
    select document, max(try_cast(as_of as date)) as known_on from new_document where feed = 'endoflife' group by all
), dated as (
    select c.*, d.known_on as said_on, least(coalesce(d.known_on, $on::date), $on::date) as known_on, try_cast(c.moment || if(c.moment similar to '.*(Z|[+-]\d\d:?\d\d)', '', 'Z') as timestamptz) as moment_at,
        coalesce(p.place, c.place_read) as place
    from new_eol_cycle c
    left join day d on d.document = c.document
    left join new_place p on p.feed = 'endoflife' and p.document = c.document and p.subject = c.product
), latest as (
    select *, max(known_on) over (partition by product) as last_on,
        max(moment_at) over (partition by product, known_on) as last_at
    from dated
)
select * exclude (last_on, last_at), if(known_on = last_on and coalesce(moment_at = last_at, true), 1, 2) as turn
from latest
