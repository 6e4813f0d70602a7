-- Which readings touch which rows, or may: the interval join, on numbers alone because it gives the most rows of all.
with product as (
    select cpe, row_number() over (order by cpe)::integer as product from (select distinct cpe from fresh_reading)
), narrow_reading as (
    select r.reading_id, p.product, r.low, r.high, r.unread, r.versioned, r.train is not null as trained
    from reading_span r join product p using (cpe)
), narrow_row as (
    select s.row_id, p.product, s.low, s.high, s.unread, s.unstated and coalesce(s.speaks = s.turn, true) as unstated, s.train is not null as trained
    from span s join product p on p.cpe = s.product_id
)
select r.reading_id, s.row_id, r.low >= s.low and r.high <= s.high as inside
from narrow_reading r
join narrow_row s on s.product = r.product
where (r.low <= s.high and r.high >= s.low) or s.unread or r.unread or (s.trained and r.trained) or (s.unstated and r.versioned)
