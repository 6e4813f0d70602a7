-- What people decided, the latest of each subject; `value` is a role, or role/sub-role.
select noun, entity_id, split_part(value, '/', 1) as role, nullif(split_part(value, '/', 2), '') as sub_role, value
from hub_decision
where entity_id is not null
qualify row_number() over (partition by noun, entity_id order by decided_at desc nulls last, decision_id desc) = 1
