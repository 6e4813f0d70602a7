-- Decisions about roles that name no role. One that names nothing says that a server is
-- shared, which `plan` reads.
select 'depend' as source, noun || ' ' || entity_id as place, 'hub_role_not_known' as code,
    to_json({'value': value})::varchar as facts
from decided_role
where role not in ('application', 'middleware', 'infrastructure') or role is null and noun = 'application'
