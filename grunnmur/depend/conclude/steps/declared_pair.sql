-- What is declared between applications, whether both lie in one realm, and whether it was seen.
select d.consumer_id, d.provider_id, d.protocol, d.port, lower(d.period) as period,
    c.realm as realm, c.realm = p.realm as at_home,
    exists (
        select 1 from dependency o
        where o.origin = 'observed' and o.consumer_kind = 'application' and o.provider_kind = 'application'
          and o.consumer_id = d.consumer_id and o.provider_id = d.provider_id and o.port is not distinct from coalesce(d.port, o.port)
    ) as was_seen
from dependency d
left join application_realm c on c.application_id = d.consumer_id
left join application_realm p on p.application_id = d.provider_id
where coalesce(d.origin, 'declared') = 'declared' and d.consumer_kind = 'application' and d.provider_kind = 'application'
