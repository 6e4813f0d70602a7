-- Attributes that changed, with the claim that won now, or that a person decided. Without one the value was derived or withdrawn.
select
    c.noun, c.entity_id, t.name, c.attribute, c.old, c.new,
    e.source, e.record_key, e.seen_at,
    case
        when c.attribute in ('scope', 'scope_reason') and d.noun is not null then 'decision'
        when e.source is null and c.new is null then 'withdrawn'
        when e.source is null then 'derived'
        when b.source is not null then 'precedence'
        when s.source is null then 'source_new'
        else 'source_changed'
    end as reason
from attribute_change as c
join thing_after as t using (noun, entity_id)
left join after.evidence as e
    on e.noun = c.noun and e.entity_id = c.entity_id and e.attribute = c.attribute and e.chosen
left join known_before as b
    on b.noun = c.noun and b.entity_id = c.entity_id and b.attribute = c.attribute
    and b.source = e.source and b.value = e.value
left join (select distinct noun, one_after from decided where effect = 'scoped') as d
    on d.noun = c.noun and d.one_after = c.entity_id
left join before.source as s on s.source = e.source
qualify row_number() over (
    partition by c.noun, c.entity_id, c.attribute order by e.source, e.record_key, e.value
) = 1
