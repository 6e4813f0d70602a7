-- Decisions about roles that name no role.
select 'depend' as source, noun || ' ' || entity_id as place, 'hub_role_not_known' as code,
    to_json({'value': value})::varchar as facts
from decided_role
where coalesce(role not in ('application', 'middleware', 'infrastructure'), true)
