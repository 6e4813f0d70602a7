-- The pairs whose chain is asked for, numbered in a stated order.
select a.path_id, f.node as from_node, t.node as to_node, a.steps
from access a
join access_node f on f.kind = 'account' and f.id = a.account_id
join access_node t on t.kind = 'data_store' and t.id = a.data_store_id
where a.path_id is not null
order by f.node, t.node
