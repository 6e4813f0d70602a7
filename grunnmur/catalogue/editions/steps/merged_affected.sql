-- Rows that rest on advisories are made again, from all advisories.
with spoken as (
    select distinct feed, document, vulnerability_id from new_affected
),
replaced as (
    select c.feed, c.vulnerability_id, c.document
    from chosen_vulnerability c
    left join spoken s
        on s.feed = c.feed and s.document = c.document and s.vulnerability_id = c.vulnerability_id
    where c.outcome = 'taken' and (c.whole or s.vulnerability_id is not null)
),
kept as (
    select o.* from old_affected o
    left join replaced r
        on r.vulnerability_id = o.vulnerability_id and r.feed = if(o.origin = 'cisa', 'cve', o.origin)
    where r.vulnerability_id is null and o.origin <> 'csaf'
)
select * from kept
union all by name
select n.* exclude (feed, document, place_read, told_at)
from new_affected n
join replaced r on r.feed = n.feed and r.vulnerability_id = n.vulnerability_id and r.document = n.document
left join repeated_affected t on t.feed = n.feed and t.vulnerability_id = n.vulnerability_id
where t.held is null or n.document <> 0 or n.place_read = t.held
