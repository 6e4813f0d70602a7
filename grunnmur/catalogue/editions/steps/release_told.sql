-- What each file says of a product's releases, with the day it is from; of several the newest holds, of one day the last.
with day as (
    select document, max(try_cast(as_of as date)) as known_on from new_document where feed = 'endoflife' group by all
)
select c.*, coalesce(d.known_on, $on::date) as known_on, coalesce(p.place, c.place_read) as place,
    rank() over (
        partition by c.product order by coalesce(d.known_on, $on::date) desc, c.document desc, c.place_read desc
    ) as turn
from new_eol_cycle c
left join day d on d.document = c.document
left join new_place p on p.feed = 'endoflife' and p.document = c.document and p.subject = c.product
