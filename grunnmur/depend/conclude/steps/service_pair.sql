-- Applications that hang together, whoever depends on whom, declared or seen more likely than not.
select distinct least(consumer_id, provider_id) as one, greatest(consumer_id, provider_id) as other
from dependency
where consumer_kind = 'application' and provider_kind = 'application' and consumer_id <> provider_id
  and (coalesce(origin, 'declared') = 'declared' or coalesce(confidence, 1) >= 0.5)
