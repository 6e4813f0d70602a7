-- Every pair rights lead to, numbered in a stated order.
select k.path_id, f.node as from_node, t.node as to_node, k.steps
from known_pair k
join access_node f on f.kind = 'account' and f.id = k.account_id
join access_node t on t.kind = 'data_store' and t.id = k.data_store_id
where k.path_id is not null
order by f.node, t.node
