-- Attributes that changed, with the claim that won now. Without one the value was derived or withdrawn.
select
    c.noun, c.entity_id, t.name, c.attribute, c.old, c.new,
    e.source, e.record_key, e.seen_at,
    case
        when e.source is null and c.new is null then 'withdrawn'
        when e.source is null then 'derived'
        when exists (
            select 1 from before.evidence as b
            where b.noun = c.noun and b.entity_id = c.entity_id and b.attribute = c.attribute
              and b.source = e.source and b.value = e.value
        ) then 'precedence'
        when e.source not in (select source from before.source) then 'source_new'
        else 'source_changed'
    end as reason
from attribute_change as c
join thing_after as t using (noun, entity_id)
left join after.evidence as e
    on e.noun = c.noun and e.entity_id = c.entity_id and e.attribute = c.attribute and e.chosen
qualify row_number() over (
    partition by c.noun, c.entity_id, c.attribute order by e.source, e.record_key, e.value
) = 1
