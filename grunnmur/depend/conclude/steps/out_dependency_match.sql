-- Pairs of applications by what was declared and what was seen. A pair of which only a doubtful sight is known is left
-- to the confidence. Pairs are compared whole: a register seldom has the port that is really called.
with declared as (
    select consumer_id, provider_id, string_agg(distinct protocol, ', ' order by protocol) as protocols,
        string_agg(distinct period, ', ' order by period) as period,
        min(unseen_probability) as unseen_probability
    from dependency
    where coalesce(origin, 'declared') = 'declared' and consumer_kind = 'application' and provider_kind = 'application'
      and consumer_id is not null and provider_id is not null
    group by consumer_id, provider_id
),
observed as (
    select consumer_id, provider_id, string_agg(distinct protocol, ', ' order by protocol) as protocols,
        try_sum(flows) as flows, min(first_seen_at) as first_seen_at, max(last_seen_at) as last_seen_at, max(confidence) as confidence
    from dependency
    where origin = 'observed' and consumer_kind = 'application' and provider_kind = 'application'
    group by consumer_id, provider_id
),
pair as (
    select coalesce(d.consumer_id, o.consumer_id) as consumer_id, coalesce(d.provider_id, o.provider_id) as provider_id,
        case when o.consumer_id is null then 'silent' when d.consumer_id is null then 'undeclared' else 'confirmed' end as verdict,
        d.protocols as declared, o.protocols as observed, d.period, o.flows, o.first_seen_at, o.last_seen_at,
        case when o.consumer_id is null then d.unseen_probability end as unseen_probability, o.confidence
    from declared d
    full join observed o on o.consumer_id = d.consumer_id and o.provider_id = d.provider_id
),
home as (
    -- where realms have no names, all addresses lie in one
    select application_id, realm from application_realm
    union all
    select distinct c.application_id, '' from component c
    join address a on a.asset_id = c.asset_id
    where c.application_id not in (select application_id from application_realm)
),
quiet as (
    -- what was watched in the consumer's realm after the hour in which the pair was last seen, or all of it
    select p.consumer_id, p.provider_id, sum(
        case when w.on_date = p.last_seen_at::date then bit_count(w.hour_bits >> (hour(p.last_seen_at) + 1))
             when w.on_date < p.last_seen_at::date then 0 else w.hours end
    ) / 24.0 as days
    from pair p
    join home h on h.application_id = p.consumer_id
    join watched_day w on w.realm = h.realm
    group by p.consumer_id, p.provider_id
)
select p.*, q.days as silent_days
from pair p
left join quiet q on q.consumer_id = p.consumer_id and q.provider_id = p.provider_id
