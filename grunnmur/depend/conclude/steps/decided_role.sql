-- What people decided, the latest of each subject; `value` is a role, or role/sub-role.
select subject_kind as noun, subject_id as entity_id,
    split_part(value, '/', 1) as role, nullif(split_part(value, '/', 2), '') as sub_role, value
from decision
where kind = 'hub' and subject_kind in ('application', 'asset') and coalesce(valid_to >= $on, true)
qualify row_number() over (partition by subject_kind, subject_id order by decided_at desc nulls last, decision_id desc) = 1
