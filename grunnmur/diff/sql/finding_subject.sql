-- Everything that happened to a thing that could explain a finding about it, the strongest first.
with events as (
    select noun, entity_id, 1 as rank, 'subject_merged' as reason, 'into ' || into_id as detail from merged
    union all
    select noun, entity_id, 1, 'subject_split', 'from ' || from_id from split
    union all
    select noun, entity_id, 2, 'subject_appeared', sources from appeared
    union all
    select noun, entity_id, 2, 'subject_gone', sources from gone
    union all
    select noun, entity_id, 3, 'subject_changed',
        string_agg(attribute || ': ' || coalesce(old, '–') || ' → ' || coalesce(new, '–'), ', ' order by attribute)
    from changed where attribute not in ('first_seen_at', 'last_seen_at')
    group by noun, entity_id
)
select noun, entity_id, arg_min(reason, rank) as reason, arg_min(detail, rank) as detail
from events group by noun, entity_id
