-- Products whose releases two files tell of the same time and not alike: the first of the files by name, and the other.
with told as (
    select product, document, place,
        list_sort(list(distinct hash(cycle, releaseDate, lts, eoas, eol, eoes, discontinued))) as said
    from release_told
    where turn = 1
    group by product, document, place
)
select 'endoflife' as feed, o.product as subject, h.place as held, o.place as other
from told o
join (from told qualify row_number() over (partition by product order by place, document) = 1) h on h.product = o.product
where o.said <> h.said
