-- Where rows that only count together with others stand in the publisher's tree.
select s.row_id, v.vulnerability_id, o.origin, s.clause, s.node, s.target_id
from stated_row s join ranked_vulnerability v using (vuln) join origin_order o using (turn)
where s.conditional
