-- Every version the rows and the readings name, once a product, to be placed in the product's order.
select distinct w.product_id, p.scheme, w.version, w."update"
from (
    select product_id, version, "update" from wanted_row
    where (matches = 'exact' and version is not null) or matches = 'not_applicable'
    union all
    select product_id, '', "update" from wanted_row where matches = 'any' and "update" is not null
    union all
    select product_id, start, null from wanted_row where start is not null
    union all
    select product_id, regexp_replace("end", '\.\*$', ''), null from wanted_row where "end" is not null
    union all
    select cpe as product_id, version, "update" from fresh_reading where version is not null
    union all
    select cpe, '', "update" from fresh_reading where "update" is not null
) w
join product_scheme p using (product_id)
