-- Which application talks to which. Where a thing carries several applications the flow is any of theirs, and confidence is shared.
with carrier as (
    select asset_id, application_id, count(*) over (partition by asset_id) as applications
    from (select distinct asset_id, application_id from component)
)
select c.application_id as consumer_id, p.application_id as provider_id,
       coalesce(upper(a.service), a.protocol) as protocol, a.port,
       sum(a.flows) as flows, try_cast(sum(a.bytes) as bigint) as bytes,
       min(a.first_seen_at) as first_seen_at, max(a.last_seen_at) as last_seen_at,
       max(1.0 / (c.applications * p.applications)) as confidence
from asset_pair a
join carrier c on c.asset_id = a.source_id
join carrier p on p.asset_id = a.target_id
where c.application_id <> p.application_id
  and not exists (select 1 from carrier x where x.asset_id = a.source_id and x.application_id = p.application_id)
group by c.application_id, p.application_id, coalesce(upper(a.service), a.protocol), a.port
