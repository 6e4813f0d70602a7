-- Dependencies with what both ends are called and who may see each, and how the pair stands as declared and seen.
select
    dependency.*,
    match.verdict, match.last_seen_at as pair_seen_at, match.unseen_probability as missed_probability,
    consumer.name as consumer_name, consumer.organisation_id as consumer_organisation_id,
    consumer.platform as consumer_platform, consumer.audience as consumer_audience,
    provider.name as provider_name, provider.organisation_id as provider_organisation_id,
    provider.platform as provider_platform, provider.audience as provider_audience
from dependency
left join shelved_thing as consumer on consumer.noun = consumer_kind and consumer.entity_id = dependency.consumer_id
left join shelved_thing as provider on provider.noun = provider_kind and provider.entity_id = dependency.provider_id
left join (select *, 'application' as noun from dependency_match) as match
    on match.noun = consumer_kind and match.noun = provider_kind
    and match.consumer_id = dependency.consumer_id and match.provider_id = dependency.provider_id
