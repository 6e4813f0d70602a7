-- Which readings touch which intervals, or may: the interval join. Rows that name the same versions share an interval.
select r.reading_id, i.interval, r.low >= i.low and r.high <= i.high as inside, r.low <= i.high and r.high >= i.low as meets,
    r.low > i.high as beyond
from reading_span r
join ranked_interval i on i.product = r.product
where (r.low <= i.high and r.high >= i.low) or i.unread or r.unread or (i.trained and r.train is not null)
    or (i.open_unstated and r.versioned)
