with head as (
    select
        document,
        advisory_id,
        max(modified_on) as modified_on,
        count(distinct (title, publisher, published_on, modified_on, medical)) > 1 as contradictory
    from new_advisory
    group by all
),
spoken as (
    select document, advisory_id from head
    union
    select document, advisory_id from new_advisory_product
    union
    select document, advisory_id from new_advisory_vulnerability
)
select
    s.document,
    s.advisory_id,
    h.modified_on,
    coalesce(h.contradictory, false) as contradictory,
    h.advisory_id is not null as has_record
from spoken s
left join head h on h.document = s.document and h.advisory_id = s.advisory_id
