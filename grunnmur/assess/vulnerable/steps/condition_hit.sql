-- Vulnerable rows of conditional clauses that match something of a make-up.
select m.makeup_id, r.item_id, r.vuln, r.turn, c.clause_no, c.node_no, r.basis, max(r.truth) as truth,
    max(r.truth * 1000000000 + 999999999 - r.row_id) as best
from makeup_item m
join row_match r using (item_id)
join condition_row c using (row_id)
where r.conditional and r.hits
group by all
