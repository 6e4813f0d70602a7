select
    noun, entity_id, t.name,
    coalesce(min(s.reason), 'derived') as reason,
    string_agg(distinct s.source, ', ' order by s.source) as sources
from thing_after as t
anti join thing_before using (noun, entity_id)
left join source_change as s on s.noun = t.noun and s.new_id = t.entity_id
where entity_id not in (select entity_id from after.entity where split_from_id is not null)
group by noun, entity_id, t.name
