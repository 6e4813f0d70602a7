-- Which thing every node is.
select n.node, n.noun, n.claim, n.source, n.file, n.record_key, n.about, n.realm, n.format, n.seen_at, c.entity_id
from node n join linked l using (node) join cluster_entity c using (cluster)
union all
select n.node, n.noun, n.claim, n.source, n.file, n.record_key, n.about, n.realm, n.format, n.seen_at, p.product_id
from node n join product_of_node p using (node)
where n.noun = 'product'
