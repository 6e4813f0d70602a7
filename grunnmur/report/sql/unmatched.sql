-- Names nobody has matched with a product, those with most hanging on them first.
select name, kind, reason, assets, candidates
from unmatched_name
order by assets desc, name, kind
