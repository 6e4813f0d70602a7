-- Pairs of applications by what was declared and what was seen. A pair of which only a doubtful sight is known is left
-- to the confidence; what cannot be told apart on the wire (the port) is compared only where a port is declared.
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
watched as (
    -- days watched in the consumer's realm, and the last hour of the window
    select r.application_id, sum(w.hours) / 24.0 as days
    from application_realm r join watched_day w on w.realm = r.realm
    group by r.application_id
),
ended as (
    select max(last_seen_at) as at from conversed
)
select coalesce(d.consumer_id, o.consumer_id) as consumer_id, coalesce(d.provider_id, o.provider_id) as provider_id,
    case when o.consumer_id is null then 'silent' when d.consumer_id is null then 'undeclared' else 'confirmed' end as verdict,
    d.protocols as declared, o.protocols as observed, d.period, o.flows, o.first_seen_at, o.last_seen_at,
    case when o.consumer_id is null then w.days
         else least(w.days, date_diff('second', o.last_seen_at, e.at) / 86400.0) end as silent_days,
    case when o.consumer_id is null then d.unseen_probability end as unseen_probability, o.confidence
from declared d
full join observed o on o.consumer_id = d.consumer_id and o.provider_id = d.provider_id
left join watched w on w.application_id = coalesce(d.consumer_id, o.consumer_id)
cross join ended e
