select i.item_id, t.row_id + 500000000 as row_id, v.vuln, t.turn, t.conditional, t.hits, t.basis, t.plain, t.truth
from kept_touch t
join item i using (digest)
join kept_row r using (row_id)
join wanted_vulnerability v using (vulnerability_id)
