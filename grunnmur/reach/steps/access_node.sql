-- Everything a chain of rights may go through, numbered from 0 in a stated order.
select row_number() over (order by kind, id) - 1 as node, kind, id
from (
    select from_kind as kind, from_id as id from access_link
    union
    select to_kind, to_id from access_link
)
where id is not null
