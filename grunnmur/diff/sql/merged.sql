-- Things that went into another, with the identifiers that the two had in common.
with decided as (
    select subject_kind as noun, subject_id as one_id, value as other_id from after.decision where kind = 'same'
    union
    select subject_kind, value, subject_id from after.decision where kind = 'same'
),
common as (
    select noun, entity_id, into_id, string_agg(identifier, ', ' order by identifier) as identifiers
    from shared_identifier group by all
)
select
    t.noun, t.entity_id, t.name, e.merged_into_id as into_id,
    coalesce(common.identifiers, '') as shared,
    case when decided.one_id is not null then 'decision'
         when common.identifiers is not null then 'identifier'
         else 'likeness' end as reason
from thing_before as t
join after.entity as e on e.noun = t.noun and e.entity_id = t.entity_id and e.merged_into_id is not null
anti join thing_after as still on still.noun = t.noun and still.entity_id = t.entity_id
left join common on common.noun = t.noun and common.entity_id = t.entity_id
    and common.into_id = e.merged_into_id
left join decided on decided.noun = t.noun and decided.one_id = t.entity_id
    and decided.other_id = e.merged_into_id
