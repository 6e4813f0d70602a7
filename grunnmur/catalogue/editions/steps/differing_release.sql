-- Products whose releases two files tell of the same day and not alike: the file that holds, and the other.
with told as (
    select product, document, place, known_on, min(turn) as turn,
        list_sort(list(distinct hash(cycle, releaseDate, lts, eoas, eol, eoes, discontinued))) as said
    from release_told
    group by product, document, place, known_on
)
select 'endoflife' as feed, o.product as subject, h.place as held, o.place as other
from told o
join told h on h.product = o.product and h.turn = 1 and h.known_on = o.known_on
where o.turn > 1 and o.said <> h.said
