-- Every cluster's id: kept, or made of its first row. One that was made so before is its own again; one that has become
-- somebody else's gets a number.
with first_row as (
    select l.cluster, n.noun, n.source, n.record_key, n.position
    from linked l join node n on n.node = l.cluster
    where n.node = l.node and n.noun <> 'product'
),
fresh as (
    select f.cluster, f.noun,
           f.noun || '-' || substr(md5(f.noun || chr(31) || f.source || chr(31) || f.record_key || chr(31) || f.position), 1, 12) as entity_id
    from first_row f
    where not exists (select 1 from entity_kept k where k.cluster = f.cluster)
),
again as (
    select f.cluster, f.noun, f.entity_id
    from fresh f
    join previous_entity p on p.noun = f.noun and p.entity_id = f.entity_id and p.merged_into_id is null
    where not exists (select 1 from entity_kept k where k.entity_id = f.entity_id)
),
numbered as (
    select f.cluster, f.noun, f.entity_id, count(p.entity_id) as taken
    from fresh f
    left join previous_entity p on p.noun = f.noun and split_part(p.entity_id, '.', 1) = f.entity_id
    where not exists (select 1 from again a where a.cluster = f.cluster)
    group by all
)
select cluster, noun, case when taken = 0 then entity_id else entity_id || '.' || taken + 1 end as entity_id, true as fresh
from numbered
union all
select cluster, noun, entity_id, false from again
union all
select k.cluster, f.noun, k.entity_id, false
from entity_kept k join first_row f using (cluster)
