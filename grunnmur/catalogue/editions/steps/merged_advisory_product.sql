with spoken as (
    select distinct document, advisory_id from new_advisory_product
),
replaced as (
    select c.advisory_id, c.document
    from chosen_advisory c
    left join spoken s on s.document = c.document and s.advisory_id = c.advisory_id
    where c.outcome = 'taken' and (c.whole or s.advisory_id is not null)
)
select o.* from old_advisory_product o
left join replaced r on r.advisory_id = o.advisory_id
where r.advisory_id is null
union all by name
select n.* exclude (feed, document, place_read, told_at)
from new_advisory_product n
join replaced r on r.advisory_id = n.advisory_id and r.document = n.document
qualify row_number() over (partition by n.advisory_id, n.product_key order by n.vendor, n.product, n.version, n.name) = 1
