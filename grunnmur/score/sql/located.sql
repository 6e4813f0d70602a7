-- The thing in the run that stands for each true thing: the one most of its records came to,
-- the first id when two came to as many.
select noun, true_id, found_id
from (
    select noun, true_id, found_id, count(*) as n
    from matched where not missing group by all
)
qualify row_number() over (partition by noun, true_id order by n desc, found_id) = 1
