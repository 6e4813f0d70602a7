-- Every id that ever was: those of before, with where they went, and those of now.
with living as (select distinct noun, entity_id from node_entity union select distinct noun, entity_id from mentioned),
went as (
    select p.noun, p.entity_id, arg_max(e.entity_id, e.rows) as into_id
    from previous_entity p
    join (select pr.noun, pr.entity_id as was, ne.entity_id, count(*) as rows
          from previous_record pr join node_entity ne on ne.about and ne.noun = pr.noun and ne.source = pr.source and ne.record_key = pr.record_key
          group by all) e on e.noun = p.noun and e.was = p.entity_id
    where not exists (select 1 from living l where l.noun = p.noun and l.entity_id = p.entity_id)
    group by all
),
came as (
    select l.noun, c.entity_id, arg_max(v.entity_id, v.votes) as from_id
    from cluster_entity c join linked k using (cluster) join living l on l.entity_id = c.entity_id and l.noun = c.noun
    join entity_vote v on v.cluster = c.cluster
    where c.fresh and v.entity_id <> c.entity_id
    group by all
)
select p.noun, p.entity_id, p.born_run_id, coalesce(w.into_id, case when l.entity_id is null then p.merged_into_id end) as merged_into_id, p.split_from_id
from previous_entity p
left join living l using (noun, entity_id)
left join went w using (noun, entity_id)
union all
select l.noun, l.entity_id, $run_id, null, c.from_id
from living l
left join came c using (noun, entity_id)
where not exists (select 1 from previous_entity p where p.noun = l.noun and p.entity_id = l.entity_id)
