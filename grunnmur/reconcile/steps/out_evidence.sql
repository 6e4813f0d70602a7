-- Every claim, winners and losers; and the relation rows that named nothing.
select tbl as noun, entity_id, attribute, value, source, record_key, seen_at, chosen
from judged
union all
select tbl, '', attribute, regexp_replace(raw, '^\x1f[a-z_]+\x1f', ''), source, '', null, false
from unresolved
