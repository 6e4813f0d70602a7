-- For each cluster, which ids of the run before its rows had, and how many rows say so.
select l.cluster, p.entity_id, count(*) as votes, min(e.born_run_id) as born
from node n
join linked l using (node)
join previous_record p on p.noun = n.noun and p.source = n.source and p.record_key = n.record_key
left join previous_entity e on e.noun = p.noun and e.entity_id = p.entity_id
where n.about and n.noun <> 'product'
group by l.cluster, p.entity_id
