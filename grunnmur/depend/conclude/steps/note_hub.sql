-- Decisions about roles that name no role, or nothing that is there. One without a value says that a server is
-- shared, which `plan` reads.
select 'depend' as source, noun || ' ' || entity_id as place, 'hub_role_not_known' as code,
    to_json({'value': value})::varchar as facts
from decided_role
where role not in ('application', 'middleware', 'infrastructure') or role is null and noun = 'application'
union all
select 'depend', decision_id, 'hub_concerns_nothing',
    to_json({'decision': decision_id, 'noun': noun, 'subject': named})::varchar
from hub_decision where entity_id is null
