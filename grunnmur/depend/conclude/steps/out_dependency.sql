-- The dependencies, with how likely one so often used would not have been seen.
select d.* replace (coalesce(p.probability, u.probability) as unseen_probability)
from dependency d
left join period_name n on n.written = lower(d.period)
left join unseen u on u.application_id = case when d.consumer_kind = 'application' then d.consumer_id end and u.period = n.period
left join unseen_pair p on p.consumer_id
        = case when d.consumer_kind = 'application' and coalesce(d.origin, 'declared') = 'declared' then d.consumer_id end
    and p.provider_id = case when d.provider_kind = 'application' then d.provider_id end
    and p.protocol is not distinct from d.protocol and p.port is not distinct from d.port
