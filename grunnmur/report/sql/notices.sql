-- What makers and authorities say of equipment in use: the notice, what is offered, and the two days.
select
    advisory_id, kind, remedy,
    count(distinct asset_id) filter (verdict = 'affected') as affected,
    count(distinct asset_id) filter (verdict = 'unknown') as unknown,
    min(isolate_from) filter (verdict = 'affected') as isolate_from,
    min(replace_by) filter (verdict = 'affected') as replace_by
from asset_advisory
group by advisory_id, kind, remedy
order by affected desc, unknown desc, advisory_id, remedy
