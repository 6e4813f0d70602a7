-- The winner of each attribute: by precedence, then freshness, then source and row so that no order of reading matters.
select tbl, entity_id, attribute, source, record_key, seen_at, refers, raw, matches,
       coalesce(value, regexp_replace(raw, '^\x1f[a-z_]+\x1f', '')) as value,
       value is not null and row_number() over (
           partition by tbl, entity_id, attribute
           order by value is null, rank, seen_at desc nulls last, source, record_key, value) = 1 as chosen
from stated
