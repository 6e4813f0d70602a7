-- What is put together once the tables of a run are there and before their policies are.
create table match_both as
select
    dependency_match.*,
    consumer.audience as consumer_audience, provider.audience as provider_audience
from dependency_match
left join thing as consumer on consumer.noun = 'application' and consumer.entity_id = consumer_id
left join thing as provider on provider.noun = 'application' and provider.entity_id = provider_id;
drop table dependency_match;
alter table match_both rename to dependency_match;
create index on dependency_match (verdict);
analyze dependency_match;

create table dependency_both as
select
    dependency.*,
    match.verdict, match.last_seen_at as pair_seen_at, match.unseen_probability as missed_probability,
    consumer.name as consumer_name, consumer.organisation_id as consumer_organisation_id,
    consumer.platform as consumer_platform, consumer.audience as consumer_audience,
    provider.name as provider_name, provider.organisation_id as provider_organisation_id,
    provider.platform as provider_platform, provider.audience as provider_audience
from dependency
left join thing as consumer on consumer.noun = consumer_kind and consumer.entity_id = dependency.consumer_id
left join thing as provider on provider.noun = provider_kind and provider.entity_id = dependency.provider_id
left join dependency_match as match on consumer_kind = 'application' and provider_kind = 'application'
    and match.consumer_id = dependency.consumer_id and match.provider_id = dependency.provider_id;
drop table dependency;
alter table dependency_both rename to dependency;
create index on dependency (consumer_id);
create index on dependency (provider_id);
analyze dependency;

create table dependency_tally as
select
    consumer_organisation_id, consumer_platform, consumer_audience,
    provider_organisation_id, provider_platform, provider_audience, audience, count(*) as rows
from dependency group by 1, 2, 3, 4, 5, 6, 7;

-- Whoever sees a provider sees every row about it, if not who is at the other end: so its counts are theirs.
create table hub_tally as
select
    provider_kind as noun, provider_id as entity_id, provider_organisation_id as organisation_id,
    provider_audience as audience,
    count(distinct consumer_id) as needed_by, count(distinct consumer_organisation_id) as trusts
from dependency where provider_audience is not null
group by 1, 2, 3, 4 having count(distinct consumer_id) > 1;
create index on hub_tally (needed_by);

create index on search_word (word) include (entity_id, audience);
create index on asset (name, asset_id);
create index on finding (severity_rank, finding_id);
