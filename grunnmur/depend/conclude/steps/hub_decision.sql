-- What people decided of roles and holds, about a thing they named by id or by a source's row; no entity where there is none.
with known as (
    select 'asset' as noun, asset_id as named, asset_id as entity_id from asset
    union all
    select 'application', application_id, application_id from application
    union all
    select noun, source || '|' || record_key, min(entity_id) from record
    where noun in ('asset', 'application') group by all
)
select d.decision_id, d.subject_kind as noun, d.subject_id as named, d.value, d.decided_at, k.entity_id
from decision d
left join known k on k.noun = d.subject_kind and k.named = d.subject_id
where d.kind = 'hub' and coalesce(d.valid_to >= $on, true)
