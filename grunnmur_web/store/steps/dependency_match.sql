-- Pairs of applications, with who may see each end.
select
    dependency_match.*,
    consumer.audience as consumer_audience, provider.audience as provider_audience
from dependency_match
left join shelved_thing as consumer on consumer.noun = 'application' and consumer.entity_id = consumer_id
left join shelved_thing as provider on provider.noun = 'application' and provider.entity_id = provider_id
