-- What is put together once the tables of a run are there and before their policies are.
create table dependency_both as
select
    dependency.*,
    consumer.name as consumer_name, consumer.organisation_id as consumer_organisation_id,
    consumer.platform as consumer_platform, consumer.audience as consumer_audience,
    provider.name as provider_name, provider.organisation_id as provider_organisation_id,
    provider.platform as provider_platform, provider.audience as provider_audience
from dependency
left join thing as consumer on consumer.noun = consumer_kind and consumer.entity_id = consumer_id
left join thing as provider on provider.noun = provider_kind and provider.entity_id = provider_id;
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

create table pair_tally as
select origins, audience, count(*) as pairs from (
    select array_to_string(array_agg(distinct origin order by origin), ' ') as origins, min(audience) as audience
    from dependency group by consumer_kind, consumer_id, provider_kind, provider_id
) as pair group by 1, 2;

create index on search_word (word) include (entity_id, audience);
create index on asset (name, asset_id);
create index on finding (severity_rank, finding_id);
