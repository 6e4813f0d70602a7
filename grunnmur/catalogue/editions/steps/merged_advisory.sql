with taken as (
    select * from chosen_advisory where outcome = 'taken' and has_record
)
select o.* from old_advisory o
left join taken t on t.advisory_id = o.advisory_id
where t.advisory_id is null
union all by name
select n.* exclude (feed, document, place_read, told_at)
from new_advisory n
join taken t on t.advisory_id = n.advisory_id and t.document = n.document
qualify row_number() over (partition by n.advisory_id order by n.title) = 1
