-- What is planned but in no workload or in several: there must be none.
select t.noun, id, count(m.entity_id) as many
from (
    select 'asset' as noun, asset_id as id from planned_asset where left_out is null
    union all
    select 'application', application_id from planned_application where left_out is null
) t left join member m on m.noun = t.noun and m.entity_id = t.id
group by t.noun, id
having count(m.entity_id) <> 1
order by all
limit 5
