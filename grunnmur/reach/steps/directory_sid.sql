-- The domain and the number within it of everything with a security identifier of a domain.
select noun, entity_id, regexp_extract(value, '^(S-1-5-21-\d+-\d+-\d+)-\d+$', 1) as domain_sid,
    regexp_extract(value, '-(\d+)$', 1)::bigint as rid
from identifier
where kind = 'sid' and noun in ('account', 'asset') and regexp_full_match(value, 'S-1-5-21-\d+-\d+-\d+-\d{1,18}')
