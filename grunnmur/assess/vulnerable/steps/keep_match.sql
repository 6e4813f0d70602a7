select i.digest, n.number as row_id, m.truth, m.basis, m.origins, m.disputed
from item_match m join item i using (item_id) join keep_number n using (row_id)
