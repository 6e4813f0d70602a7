-- Things that went into another, with the identifiers that the two had in common.
with common as (
    select noun, entity_id, into_id, string_agg(identifier, ', ' order by identifier) as identifiers
    from shared_identifier group by all
)
select
    went.noun, went.entity_id, went.name, went.into_id,
    coalesce(common.identifiers, '') as shared,
    case when decided.one_before is not null then 'decision'
         when common.identifiers is not null then 'identifier'
         else 'likeness' end as reason
from went
left join common using (noun, entity_id, into_id)
left join (select distinct noun, one_before, other_after from decided where effect = 'joined') as decided
    on decided.noun = went.noun and decided.one_before = went.entity_id and decided.other_after = went.into_id
