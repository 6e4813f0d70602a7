-- A dependency is seen from either end. The end one may not see is another trust's: no id, no name.
-- The view reads as its owner, who is held to the same policies as everyone (force row level security).
create view dependency_seen as
select
    consumer_kind,
    consumer.entity_id as consumer_id,
    consumer.name as consumer_name,
    consumer.organisation_id as consumer_organisation_id,
    consumer.platform as consumer_platform,
    consumer.entity_id is not null as consumer_seen,
    provider_kind,
    provider.entity_id as provider_id,
    provider.name as provider_name,
    provider.organisation_id as provider_organisation_id,
    provider.platform as provider_platform,
    provider.entity_id is not null as provider_seen,
    protocol, port, origin, flows, bytes, first_seen_at, last_seen_at, period, confidence, unseen_probability,
    dependency.audience
from dependency
left join thing as consumer on consumer.noun = consumer_kind and consumer.entity_id = consumer_id
left join thing as provider on provider.noun = provider_kind and provider.entity_id = provider_id;
