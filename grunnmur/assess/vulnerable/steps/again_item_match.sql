select i.item_id, v.vuln, m.truth, m.basis, m.origins, m.disputed, m.row_id + 500000000 as row_id
from kept_match m
join item i using (digest)
join kept_row r using (row_id)
join wanted_vulnerability v using (vulnerability_id)
