-- One row a source row: its final key. Rows that share a key within a source are told apart in file order.
select record, source, file, line, tbl, seen_at,
       case when turn = 1 then record_key else record_key || '#' || turn end as record_key
from (
    select record, source, file, line, tbl, try_cast(seen_at as timestamp) as seen_at, record_key,
           row_number() over (partition by source, record_key order by file, line nulls last, record) as turn
    from header
    where claim = record
)
