-- The dependencies, with how likely one so often used would not have been seen.
select d.* replace (coalesce(p.probability, u.probability) as unseen_probability)
from dependency d
left join period_name n on n.written = lower(d.period)
left join unseen u on d.consumer_kind = 'application' and u.application_id = d.consumer_id and u.period = n.period
left join unseen_pair p on d.consumer_kind = 'application' and d.provider_kind = 'application' and coalesce(d.origin, 'declared') = 'declared'
    and p.consumer_id = d.consumer_id and p.provider_id = d.provider_id
    and p.protocol is not distinct from d.protocol and p.port is not distinct from d.port
