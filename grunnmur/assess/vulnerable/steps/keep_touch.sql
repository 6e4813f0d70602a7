select i.digest, n.number as row_id, m.turn, m.conditional, m.hits, m.basis, m.plain, m.truth
from row_match m join item i using (item_id) join keep_number n using (row_id)
where m.conditional
