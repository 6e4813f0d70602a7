-- Each service to treat apart, with who is hit if it is handled wrongly.
with neighbour as (
    select one as application_id, other as neighbour_id from service_pair
    union all
    select other, one from service_pair
),
hit as (
    select n.application_id, count(*) as neighbours, count(distinct a.organisation_id) as trusts,
        count(*) filter (a.criticality = 'A') as critical, count(*) filter (a.criticality is null) as not_known
    from neighbour n
    left join application a on a.application_id = n.neighbour_id
    group by n.application_id
),
standing as (
    select application_id, count(distinct service_id) as services from service_member group by application_id
)
select c.split_id, c.application_id, s.weight, s.role, h.neighbours, h.trusts, h.critical,
    coalesce(t.services, 0) as services,
    case when coalesce(t.services, 0) > 0 or h.critical > 0 then 'high'
         when h.not_known > 0 then 'unknown'
         when h.trusts > 1 then 'medium' else 'low' end as risk,
    case when coalesce(t.services, 0) > 0 then 'clinical_service_stands_on_it'
         when h.critical > 0 then 'critical_applications_need_it'
         when h.not_known > 0 then 'criticality_of_neighbours_not_known'
         when h.trusts > 1 then 'several_trusts_share_it' else 'few_are_hit' end as reason
from set_apart c
join service s on s.application_id = c.application_id
join hit h on h.application_id = c.application_id
left join standing t on t.application_id = c.application_id
