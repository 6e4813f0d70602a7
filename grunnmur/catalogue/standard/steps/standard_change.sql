with earlier as (
    select * from standard_before where verdict <> 'not_applicable'
),
later as (
    select * from standard_after where verdict <> 'not_applicable'
)
select
    coalesce(l.subject_id, e.subject_id),
    coalesce(l.product, e.product),
    coalesce(l.facts.version, e.facts.version),
    e.verdict,
    e.facts.reason,
    e.facts.standard_id,
    e.facts.exception_id,
    l.verdict,
    l.facts.reason,
    l.facts.standard_id,
    l.facts.exception_id
from earlier e
full join later l on l.subject_id = e.subject_id and l.product = e.product
where e.verdict is distinct from l.verdict
order by all
