select i.item_id, t.row_id, t.vuln, t.turn, t.conditional, t.hits, t.basis, t.plain, t.truth
from kept_touch t join item i using (digest)
