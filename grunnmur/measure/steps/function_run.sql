-- Functions, with how many applications run each, for the region and for each clinical service.
with running as (
    select 'region' as subject_kind, '' as subject_id, period, function, application_id from standing
    union all
    select distinct 'clinical_service', m.service_id, s.period, s.function, s.application_id
    from standing s
    join service_member m on m.application_id = s.application_id
)
select subject_kind, subject_id, period, function, count(*) as applications
from running
where function is not null and not list_contains($broad, function)
group by subject_kind, subject_id, period, function
