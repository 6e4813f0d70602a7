-- The product each product row names.
select n.node, min(p.product_id) as product_id
from node n
left join node_identifier i using (node)
left join node_name m using (node)
join product_name p on p.text in (i.written, m.name)
where n.noun = 'product'
group by n.node
