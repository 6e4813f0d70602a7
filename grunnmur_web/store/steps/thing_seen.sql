-- Which organisations may see each thing, as a sorted list. An organisation's own papers are its own.
select noun, entity_id, list_sort(list(distinct number)) as organisations
from (
    select noun, entity_id, organisation_id from visibility
    union
    select 'organisation', organisation_id, organisation_id from organisation
    union
    select 'workload', workload_id, organisation_id from workload
)
join organisation_number using (organisation_id)
group by noun, entity_id
