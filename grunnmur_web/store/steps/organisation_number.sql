-- Organisations by number, so that a set of them is a short list.
select organisation_id, (row_number() over (order by organisation_id))::integer as number
from (
    select organisation_id from organisation
    union
    select organisation_id from visibility
)
where organisation_id is not null and organisation_id <> ''
