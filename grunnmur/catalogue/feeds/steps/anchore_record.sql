select
    cve as vulnerability_id,
    'anchore' as origin,
    'published' as status,
    nullif(description, '')[:400] as description,
    nullif(cna, '') as assigner
from given
where cve <> ''
