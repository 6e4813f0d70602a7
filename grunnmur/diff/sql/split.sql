-- Things that came out of another, with the rows that moved.
select
    t.noun, t.entity_id, t.name, e.split_from_id as from_id,
    coalesce(string_agg(distinct s.source || ' ' || s.record_key, ', ' order by s.source || ' ' || s.record_key), '') as rows,
    case when bool_or(decided.noun is not null) then 'decision' else 'identifier' end as reason
from thing_after as t
anti join thing_before as earlier on earlier.noun = t.noun and earlier.entity_id = t.entity_id
join after.entity as e on e.noun = t.noun and e.entity_id = t.entity_id and e.split_from_id is not null
left join source_change as s on s.noun = t.noun and s.new_id = t.entity_id and s.old_id = e.split_from_id
left join (select * from decided where effect = 'parted') as decided
    on decided.noun = t.noun and decided.one_after = t.entity_id
    and decided.other_before = e.split_from_id and decided.other_after <> decided.one_after
group by t.noun, t.entity_id, t.name, e.split_from_id
