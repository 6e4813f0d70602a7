-- How many cross, of those of which it is known: for the region, and for each clinical service by its applications.
with touching as (
    select 'region' as subject_kind, '' as subject_id, * from joined
    union all
    select distinct 'clinical_service', s.service_id, j.*
    from joined j
    join service_member s on s.application_id in (j.consumer_id, j.provider_id)
)
select subject_kind, subject_id, period,
    count(*) filter (platforms_differ) as platforms, count(platforms_differ) as platforms_of,
    count(*) filter (trusts_differ) as trusts, count(trusts_differ) as trusts_of
from touching
group by subject_kind, subject_id, period
