-- What each reference means: exactly one thing, or null with how many it could be.
with found as (
    select w.noun, w.source, w.file, w.raw, x.entity_id,
           x.tier - case when x.realm <> '' and x.realm = w.realm then 0.5 else 0 end
                  + case when x.realm <> '' and w.realm <> '' and x.realm <> w.realm then 10 else 0 end as tier
    from (select * from wanted where alias_kind <> '') w
    join alias x on x.noun = w.noun and x.kind = w.alias_kind and x.value = w.alias_value
    union all
    select w.noun, w.source, w.file, w.raw, x.entity_id,
           x.tier - case when x.realm <> '' and x.realm = w.realm then 0.5 else 0 end
    from (select * from wanted where alias_kind = '') w
    join alias x on x.noun = w.noun and x.value = w.alias_value and x.kind not in ('ip', 'mac')
),
best as (
    select noun, source, file, raw, entity_id from found
    qualify tier = min(tier) over (partition by noun, source, file, raw)
),
counted as (
    select noun, source, file, raw, min(entity_id) as entity_id, count(distinct entity_id) as matches
    from best group by all
)
select r.noun, r.source, r.file, r.raw,
       case when c.matches = 1 then c.entity_id end as entity_id,
       coalesce(c.matches, 0) as matches
from referred r
left join counted c using (noun, source, file, raw)
