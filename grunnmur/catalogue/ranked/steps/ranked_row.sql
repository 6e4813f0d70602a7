-- Every row with the number of its interval.
select i.interval, b.* exclude (low, high)
from bounded_row b
join ranked_interval i on i.product = b.product and i.low = b.low and i.high = b.high and i.unread = b.unread
    and i.trained = (b.train is not null) and i.open_unstated = (b.unstated and coalesce(b.speaks = b.turn, true))
order by i.interval, b.row_id
