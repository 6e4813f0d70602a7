-- What people have accepted, about what they named by id or by a source's row, and why an acceptance counts for nothing. The value is
-- the rule, and after a space the product where only that is accepted.
with asked as (
    select decision_id, subject_kind, subject_id, decided_by, valid_to,
        split_part(trim("value"), ' ', 1) as rule_id, nullif(trim(substr(trim("value"), len(split_part(trim("value"), ' ', 1)) + 1)), '') as product_id
    from decision where kind = 'accept_risk'
)
select a.* exclude (subject_id), a.subject_id as named, coalesce(r.entity_id, a.subject_id) as subject_id,
    case when a.decided_by is null then 'no_owner'
         when a.valid_to is null then 'no_end'
         when a.valid_to < $on::date then 'expired' end as flaw
from asked a
left join (
    select noun, source || '|' || record_key as named, entity_id from record
) r on r.noun = a.subject_kind and r.named = a.subject_id
