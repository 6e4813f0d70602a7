-- Vulnerabilities whose products several tables of a feed tell, and not alike: the table that holds, and the other.
with told as (
    select a.feed, a.vulnerability_id, r.held, a.place_read,
        list_sort(list(distinct hash(
            product_id, origin, vulnerable, status, joined, operator, negate, matches, version, "update", start,
            start_including, "end", end_including, sw_edition, target_sw, target_hw
        ))) as said
    from new_affected a
    join repeated_affected r on r.feed = a.feed and r.vulnerability_id = a.vulnerability_id
    where a.document = 0
    group by all
)
select o.feed, o.vulnerability_id as subject, o.held, o.place_read as other
from told o
join told h on h.feed = o.feed and h.vulnerability_id = o.vulnerability_id and h.place_read = h.held
where o.place_read <> o.held and o.said <> h.said
