-- Every version the rows name, once a product, to be placed in the product's order.
select distinct product, scheme, version, "update"
from (
    select product, scheme, version, "update" from stated_row
    where (matches = 'exact' and version is not null) or matches = 'not_applicable'
    union all
    select product, scheme, '', "update" from stated_row where matches = 'any' and "update" is not null
    union all
    select product, scheme, start, null from stated_row where start is not null
    union all
    select product, scheme, regexp_replace("end", '\.\*$', ''), null from stated_row where "end" is not null
)
