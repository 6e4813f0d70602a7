-- Records in each class; a record of an asset is in two, `asset` and `asset/<kind>`.
select noun as class, noun, true_id, found_id, link_group, missing
from matched
union all by name
select noun || '/' || true_kind as class, noun, true_id, found_id, link_group, missing
from matched
where noun = 'asset' and true_kind is not null
