-- How well each item meets each node, by the best of its readings.
select r.item_id, c.clause_no, c.node_no, max(r.plain) as truth
from row_match r join condition_row c using (row_id)
where r.conditional
group by all
union all
-- A target system is met by whatever runs that system.
select distinct r.item_id, t.clause_no, t.node_no, 2
from condition_node t
join ranked_condition w on w.vulnerability_id = t.vulnerability_id and w.origin = t.origin and w.clause = t.clause
join reading r on r.cpe = w.target_id
where t.node = 'target'
