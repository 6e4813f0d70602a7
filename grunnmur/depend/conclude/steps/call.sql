-- Calls that somebody depends on, from and to applications where the thing carries one; calls within one are its own affair.
select s.source_id, s.target_id, s.port, s.flows, s.bytes, s.days,
    f.class as caller_class, f.application_id as caller_application, f.organisation_id as caller_trust,
    case when t.application_id is not null then 'application' else 'asset' end as noun,
    coalesce(t.application_id, t.asset_id) as entity_id
from seen s
join thing f on f.asset_id = s.source_id
join thing t on t.asset_id = s.target_id
where s.source_id not in (select asset_id from watcher)
  and (f.application_id is null or t.application_id is null or f.application_id <> t.application_id)
