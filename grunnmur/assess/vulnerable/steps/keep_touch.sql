select i.digest, m.row_id, m.vuln, m.turn, m.conditional, m.hits, m.basis, m.plain, m.truth
from row_match m join item i using (item_id)
where m.conditional and i.digest not in (select digest from kept_item)
