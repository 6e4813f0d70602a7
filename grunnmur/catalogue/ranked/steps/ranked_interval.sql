-- The intervals of each product, once: many rows name the same versions.
select product, low, high, unread, trained, open_unstated,
    row_number() over (order by product, low, high, unread, trained, open_unstated)::integer as interval
from (
    select distinct product, low, high, unread, train is not null as trained, unstated and coalesce(speaks = turn, true) as open_unstated
    from bounded_row
)
