select
    document,
    max(as_of) as as_of,
    count(distinct vulnerability_id) as ids,
    count(distinct (vulnerability_id, probability, percentile)) as sayings,
    count(*) filter (probability is null or not probability between 0 and 1) as unreadable,
    min(place_read) as place
from new_exploit_probability
group by document
order by as_of nulls first, document
