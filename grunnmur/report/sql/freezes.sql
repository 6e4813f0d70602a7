select starts_on, ends_on, coalesce(organisation.name, organisation_id, '') as name, reason
from "freeze" left join organisation using (organisation_id)
where starts_on is not null and ends_on is not null
order by all
