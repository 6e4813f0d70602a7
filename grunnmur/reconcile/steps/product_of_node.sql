-- The product each product row names.
with said as (
    select node, written as text from node_identifier join node using (node) where node.noun = 'product'
    union all
    select node, name from node_name join node using (node) where node.noun = 'product'
)
select s.node, min(p.product_id) as product_id
from said s join product_name p on p.text = s.text
group by s.node
