-- The lists that were read, the newest last; one without a day is as old as its newest entry.
select
    n.document,
    coalesce(any_value(d.as_of), max(n.added_on)) as as_of,
    count(distinct n.vulnerability_id) as ids,
    count(distinct (n.vulnerability_id, n.vendor, n.product, n.added_on, n.due_on, n.ransomware)) as sayings,
    count(*) filter (n.added_on is null) as unreadable,
    min(n.place_read) as place
from new_exploited n
left join (
    select document, max(try_cast(as_of as date)) as as_of from new_document where feed = 'kev' group by all
) d on d.document = n.document
group by n.document
order by as_of nulls first, n.document
