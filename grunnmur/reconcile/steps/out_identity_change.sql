-- Against the run before: ids that went into another, and ids that came out of another.
with moved as (
    select p.noun, p.entity_id as was, e.entity_id as now, count(*) as rows,
           to_json(list_slice(list(e.source || '|' || e.record_key order by e.source, e.record_key), 1, 20)) as records
    from node_entity e
    join previous_record p on p.noun = e.noun and p.source = e.source and p.record_key = e.record_key
    where e.about and p.entity_id <> e.entity_id and e.noun <> 'product'
    group by all
)
select noun, case when exists (select 1 from node_entity k where k.noun = m.noun and k.entity_id = m.was) then 'split' else 'merged' end as change,
       case when exists (select 1 from node_entity k where k.noun = m.noun and k.entity_id = m.was) then was else now end as entity_id,
       case when exists (select 1 from node_entity k where k.noun = m.noun and k.entity_id = m.was) then now else was end as other_id,
       records::varchar as records
from moved m
