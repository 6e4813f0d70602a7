-- The thing most others depend on; of several the first by id.
select provider_id
from dependency
group by provider_id
order by count(distinct consumer_id) desc, provider_id
limit 1
