select i.digest, m.row_id, m.vuln, m.truth, m.basis, m.origins, m.disputed
from item_match m join item i using (item_id)
where i.digest not in (select digest from kept_item)
