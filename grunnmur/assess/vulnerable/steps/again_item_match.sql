select i.item_id, m.vuln, m.truth, m.basis, m.origins, m.disputed, m.row_id
from kept_match m join item i using (digest)
