-- What people's decisions of identity and scope do between the runs, each way round, and which things they name before and
-- after: by a row as source|record_key, or by an id. One that holds no more undoes what it did.
with holds as (
    select 'before' as run, kind, subject_kind as noun, subject_id as one, value as other from before.decision
    where kind in ('same', 'not_same', 'scope') and coalesce(valid_to >= (select max(on_date) from before.run), true)
    union
    select 'after', kind, subject_kind, subject_id, value from after.decision
    where kind in ('same', 'not_same', 'scope') and coalesce(valid_to >= (select max(on_date) from after.run), true)
),
effect as (
    select 'joined' as effect, noun, one, other from holds where run = 'after' and kind = 'same'
    union
    select 'parted', noun, one, other from holds where run = 'after' and kind = 'not_same'
    union
    select if(h.kind = 'same', 'parted', if(h.kind = 'not_same', 'joined', 'scoped')), h.noun, h.one, h.other
    from holds as h
    anti join (select * from holds where run = 'after') as still using (kind, noun, one, other)
    union
    select 'scoped', h.noun, h.one, h.other from holds as h
    anti join (select * from holds where run = 'before') as already using (kind, noun, one, other)
    where h.kind = 'scope'
),
either_way as (
    select effect, noun, one, other from effect
    union
    select effect, noun, other, one from effect where effect <> 'scoped'
),
named as (
    select one as said from either_way union select other from either_way
),
row_before as (
    select noun, source || '|' || record_key as said, entity_id from before.record
    where source || '|' || record_key in (select said from named)
),
row_after as (
    select noun, source || '|' || record_key as said, entity_id from after.record
    where source || '|' || record_key in (select said from named)
)
select
    e.effect, e.noun,
    coalesce(one_before.entity_id, e.one) as one_before, coalesce(one_after.entity_id, e.one) as one_after,
    coalesce(other_before.entity_id, e.other) as other_before, coalesce(other_after.entity_id, e.other) as other_after
from either_way as e
left join row_before as one_before on one_before.noun = e.noun and one_before.said = e.one
left join row_after as one_after on one_after.noun = e.noun and one_after.said = e.one
left join row_before as other_before on other_before.noun = e.noun and other_before.said = e.other
left join row_after as other_after on other_after.noun = e.noun and other_after.said = e.other
