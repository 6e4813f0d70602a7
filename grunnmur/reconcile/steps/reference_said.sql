-- What was said in columns that refer to another thing, with the thing it means.
with typed as (
    select s.claim, s.attribute, s.value as raw, h.source, h.file,
           case when f.sibling is null then f.noun else k.value end as refers
    from said s
    join refer_column f on f.tbl = s.tbl and f.attribute = s.attribute
    join header h on h.claim = s.claim
    left join said k on k.claim = s.claim and k.attribute = f.sibling
)
select t.claim, t.attribute, t.refers, x.entity_id, coalesce(x.matches, 0) as matches
from typed t
left join resolved x on x.noun = t.refers and x.source = t.source and x.raw = t.raw
     and x.file = case when starts_with(t.raw, chr(31) || 'record') then t.file else '' end
