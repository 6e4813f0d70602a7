-- Things that went into another, with the identifiers that the two had in common.
select
    t.noun, t.entity_id, t.name, e.merged_into_id as into_id,
    coalesce(string_agg(distinct i.kind || ' ' || i.value, ', ' order by i.kind || ' ' || i.value), '') as shared,
    case when decided.decision_id is not null then 'decision' when count(i.value) > 0 then 'identifier'
         else 'likeness' end as reason
from thing_before as t
join after.entity as e on e.noun = t.noun and e.entity_id = t.entity_id and e.merged_into_id is not null
anti join thing_after as still on still.noun = t.noun and still.entity_id = t.entity_id
left join before.identifier as i
    on i.noun = t.noun and i.entity_id = t.entity_id and not coalesce(i.shared, false)
    and exists (
        select 1 from after.identifier as o
        where o.noun = i.noun and o.entity_id = e.merged_into_id and o.kind = i.kind and o.value = i.value
    )
left join (
    select subject_kind, subject_id, value, min(decision_id) as decision_id
    from after.decision where kind = 'same' group by all
) as decided
    on decided.subject_kind = t.noun
    and ((decided.subject_id = t.entity_id and decided.value = e.merged_into_id)
        or (decided.value = t.entity_id and decided.subject_id = e.merged_into_id))
group by t.noun, t.entity_id, t.name, e.merged_into_id, decided.decision_id
