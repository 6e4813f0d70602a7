with head as (
    select
        document,
        advisory_id,
        max(modified_on) as modified_on,
        max(try_cast(told_at || if(told_at similar to '.*(Z|[+-]\d\d:?\d\d)', '', 'Z') as timestamptz))
            filter (length(told_at) > 10) as told_at,
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
    h.told_at,
    coalesce(h.contradictory, false) as contradictory,
    h.advisory_id is not null as has_record
from spoken s
left join head h on h.document = s.document and h.advisory_id = s.advisory_id
