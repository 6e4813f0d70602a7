-- A dependency is seen from either end. The end one may not see is another trust's: no id, no name. The views
-- read as their owner, who is held to the same policies as everyone (force row level security).
-- An end that is not known is seen by those who see all: it has no audience, and counts as the one that is nobody's.
create view dependency_seen as
select
    consumer_kind,
    case when consumer_seen then consumer_id end as consumer_id,
    case when consumer_seen then consumer_name end as consumer_name,
    case when consumer_seen then consumer_organisation_id end as consumer_organisation_id,
    case when consumer_seen then consumer_platform end as consumer_platform,
    consumer_seen,
    provider_kind,
    case when provider_seen then provider_id end as provider_id,
    case when provider_seen then provider_name end as provider_name,
    case when provider_seen then provider_organisation_id end as provider_organisation_id,
    case when provider_seen then provider_platform end as provider_platform,
    provider_seen,
    protocol, port, origin, flows, bytes, first_seen_at, last_seen_at, period, confidence, unseen_probability,
    verdict, pair_seen_at, missed_probability, audience
from (
    select dependency.*,
        get_bit((select access.seen(:run, 'read')), coalesce(consumer_audience, 0)) > 0 as consumer_seen,
        get_bit((select access.seen(:run, 'read')), coalesce(provider_audience, 0)) > 0 as provider_seen
    from dependency
) as told;

create view dependency_between as
select
    case when consumer_seen then consumer_organisation_id end as consumer_organisation_id,
    case when consumer_seen then consumer_platform end as consumer_platform,
    case when provider_seen then provider_organisation_id end as provider_organisation_id,
    case when provider_seen then provider_platform end as provider_platform,
    sum(rows)::bigint as rows
from (
    select dependency_tally.*,
        get_bit((select access.seen(:run, 'read')), coalesce(consumer_audience, 0)) > 0 as consumer_seen,
        get_bit((select access.seen(:run, 'read')), coalesce(provider_audience, 0)) > 0 as provider_seen
    from dependency_tally
) as told
group by 1, 2, 3, 4;

create view dependency_match_seen as
select
    case when consumer_seen then consumer_id end as consumer_id,
    case when provider_seen then provider_id end as provider_id,
    verdict, declared, observed, period, flows, first_seen_at, last_seen_at, silent_days, unseen_probability,
    confidence
from (
    select dependency_match.*,
        get_bit((select access.seen(:run, 'read')), coalesce(consumer_audience, 0)) > 0 as consumer_seen,
        get_bit((select access.seen(:run, 'read')), coalesce(provider_audience, 0)) > 0 as provider_seen
    from dependency_match
) as told;

-- What one thing needs, and what needs it, asked by its id: the end that is asked for is seen and stands as it is, so
-- that an index finds its rows.
create view dependency_needs as
select
    consumer_kind, consumer_id, provider_kind,
    case when provider_seen then provider_id end as provider_id,
    case when provider_seen then provider_organisation_id end as provider_organisation_id,
    provider_seen, protocol, port, origin, flows, last_seen_at, verdict, pair_seen_at, missed_probability
from (
    select dependency.*,
        get_bit((select access.seen(:run, 'read')), coalesce(provider_audience, 0)) > 0 as provider_seen
    from dependency
    where get_bit((select access.seen(:run, 'read')), coalesce(consumer_audience, 0)) > 0
) as told;

create view dependency_needed_by as
select
    provider_kind, provider_id, consumer_kind,
    case when consumer_seen then consumer_id end as consumer_id,
    case when consumer_seen then consumer_organisation_id end as consumer_organisation_id,
    consumer_seen, protocol, port, origin, flows, last_seen_at, verdict, pair_seen_at, missed_probability
from (
    select dependency.*,
        get_bit((select access.seen(:run, 'read')), coalesce(consumer_audience, 0)) > 0 as consumer_seen
    from dependency
    where get_bit((select access.seen(:run, 'read')), coalesce(provider_audience, 0)) > 0
) as told;

-- Everyone who supplies an application or has a contract, counted over what one may see of that.
create view supplier as
with supplied as (
    select supplier_id, count(*) as applications, min(criticality) as criticality,
        count(*) filter (where criticality = 'A') as most_critical, sum(users)::bigint as users,
        count(distinct organisation_id) as trusts, sum(failed)::bigint as failed, sum(unknown)::bigint as unknown
    from application where supplier_id is not null group by supplier_id
),
agreed as (
    select supplier_id, count(*) as contracts,
        count(*) filter (where not processor_agreement) as without_agreement,
        count(*) filter (where processor_agreement is null) as agreement_unknown,
        min(valid_to) filter (where valid_to >= (select max(on_date) from run)) as first_end
    from contract where supplier_id is not null group by supplier_id
)
select
    coalesce(supplied.supplier_id, agreed.supplier_id) as organisation_id,
    coalesce(organisation.name, organisation.organisation_id) as name, organisation.kind, organisation.country,
    coalesce(applications, 0) as applications, criticality, coalesce(most_critical, 0) as most_critical, users, trusts,
    failed, unknown, coalesce(contracts, 0) as contracts,
    case when without_agreement > 0 then false when agreement_unknown = 0 then true end as processor_agreement,
    without_agreement, agreement_unknown, first_end, words
from supplied full join agreed on agreed.supplier_id = supplied.supplier_id
left join organisation on organisation.organisation_id = coalesce(supplied.supplier_id, agreed.supplier_id);
