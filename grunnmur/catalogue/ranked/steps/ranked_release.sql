-- The releases the rows name, as one key each, with how many numbers they are written with.
select distinct s.product, n.point, n.numbers
from (
    select product, scheme, version from stated_row where matches = 'exact' and version is not null
    union
    select product, scheme, regexp_replace("end", '\.\*$', '') from stated_row where "end" is not null
) s
join release_number n using (scheme, version)
