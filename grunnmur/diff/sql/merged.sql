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
    went.noun, went.entity_id, went.name, went.into_id,
    coalesce(common.identifiers, '') as shared,
    case when decided.one_id is not null then 'decision'
         when common.identifiers is not null then 'identifier'
         else 'likeness' end as reason
from went
left join common using (noun, entity_id, into_id)
left join decided on decided.noun = went.noun and decided.one_id = went.entity_id
    and decided.other_id = went.into_id
