-- Notes of reading, of references that named nothing or too much (one a source, column and reason, with examples), of
-- products nobody knows and of decisions.
select distinct source, place, code, facts from file_note
union all
select source, 'reconcile', case when nothing then 'reference_unresolved' else 'reference_ambiguous' end,
       to_json({'table': tbl, 'column': attribute, 'count': sum(rows)::bigint, 'values': count(distinct raw),
                'examples': list_slice(list(distinct regexp_replace(raw, '^\x1f[a-z_]+\x1f', '') order by regexp_replace(raw, '^\x1f[a-z_]+\x1f', '')), 1, 5)})::varchar
from lost_reference
group by source, tbl, attribute, nothing
union all
select '', 'reconcile', 'product_not_named', to_json({'name': text, 'assets': assets})::varchar
from product_unnamed
union all
select * from note_of_decisions
