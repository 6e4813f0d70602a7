-- What decisions of identity and scope name, as the node it is: a row as source|record_key, or a thing by its id. An id is
-- its first row's, so it names that row as long as the row is with it, or nobody has the id; else the first row that had it.
with side as (
    select row, 1 as side, subject_kind as noun, subject_id as said from holding where kind in ('same', 'not_same', 'scope')
    union all
    select row, 2, subject_kind, value from holding where kind in ('same', 'not_same')
),
own as (
    select node, noun, source || '|' || record_key as named,
           noun || '-' || substr(md5(noun || chr(31) || source || chr(31) || record_key || chr(31) || position), 1, 12) as first_id
    from node where about and exists (from side)
),
called as (
    select node, noun, named as said, 0 as rank from own where named in (select said from side)
    union all
    select node, noun, first_id, 2 from own where first_id in (select said from side)
    union all
    select o.node, o.noun, p.entity_id, 1
    from previous_record p join own o on o.noun = p.noun and o.named = p.source || '|' || p.record_key
    where p.entity_id in (select said from side)
)
select s.row, s.side, s.noun, s.said, c.node
from side s
left join (
    select noun, said, arg_min(node, (rank, node)) as node from (
        select noun, said, node, if(min(rank) = 1 and max(rank) = 2, 0, min(rank)) as rank from called group by all
    ) group by noun, said
) c on c.noun = s.noun and c.said = s.said
