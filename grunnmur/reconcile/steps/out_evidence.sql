-- Every claim, winners and losers; what claims of a relation row disagree on; and the references that named nothing.
select tbl as noun, entity_id, attribute, value, source, record_key, seen_at, chosen
from judged
union all
select tbl, entity_id, attribute, value, source, record_key, seen_at, chosen
from contested
union all
select tbl, '', attribute, regexp_replace(raw, '^\x1f[a-z_]+\x1f', ''), source, '', null, false
from unresolved
