-- Every application that hangs together with another, and what treating it apart weighs: what is made to be shared
-- weighs least, and an application the more the more critical it is. Points, a judgement.
with named as (
    select one as application_id from service_pair union select other from service_pair
)
select n.application_id, coalesce(r.role, 'application') as role,
    case coalesce(r.role, 'application')
        when 'infrastructure' then 1
        when 'middleware' then 2
        else 3 + case a.criticality when 'A' then 3 when 'B' then 1 else 0 end
    end as weight
from named n
left join application a on a.application_id = n.application_id
left join provider_role r on r.noun = 'application' and r.entity_id = n.application_id
order by n.application_id
