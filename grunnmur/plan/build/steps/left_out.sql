-- What is in no workload, and why: the named exceptions.
select noun, left_out, count(*) as many, min(id) as first_id
from (
    select 'asset' as noun, left_out, asset_id as id from planned_asset where left_out is not null
    union all
    select 'application', left_out, application_id from planned_application where left_out is not null
)
group by noun, left_out
order by noun, left_out
