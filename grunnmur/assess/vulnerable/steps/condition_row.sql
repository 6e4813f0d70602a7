-- Rows of those clauses that something here matches, by the numbers of their clause and node.
select w.row_id, n.clause_no, n.node_no
from ranked_condition w
join condition_node n
    on n.vulnerability_id = w.vulnerability_id and n.origin = w.origin and n.clause = w.clause and n.node = w.node
where w.row_id in (select row_id from row_match where conditional)
