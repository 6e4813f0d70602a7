-- The roles, people's decisions before what was judged.
select coalesce(d.noun, r.noun) as noun, coalesce(d.entity_id, r.entity_id) as entity_id,
    coalesce(d.role, r.role) as role,
    case when d.role is null or (d.sub_role is null and d.role = r.role) then r.sub_role else d.sub_role end as sub_role,
    case when d.role is null then r.confidence else 1.0 end as confidence,
    d.role is not null as decided, r.consumers, r.trusts, r.facts
from role r
full join (select * from decided_role where role in ('application', 'middleware', 'infrastructure')) d
    on d.noun = r.noun and d.entity_id = r.entity_id
