-- The releases the rows name, as one key each, with how many numbers they are written with.
select distinct s.product, n.point, n.numbers
from (
    select product, version from stated_row where matches = 'exact' and version is not null and scheme = 'plain'
    union
    select product, regexp_replace("end", '\.\*$', '') from stated_row where "end" is not null and scheme = 'plain'
) s
join release_number n using (version)
