-- Pairs of applications that hang together and are both still there.
with pair as (
    select distinct consumer_id, provider_id from dependency
    where consumer_kind = 'application' and provider_kind = 'application' and consumer_id <> provider_id
      and (coalesce(origin, 'declared') = 'declared' or coalesce(confidence, 1) >= 0.5)
)
select c.period, p.consumer_id, p.provider_id,
    c.platform <> o.platform as platforms_differ, c.organisation_id <> o.organisation_id as trusts_differ
from pair p
join standing c on c.application_id = p.consumer_id
join standing o on o.application_id = p.provider_id and o.period = c.period
