select
    advisory as advisory_id,
    nullif(title, '') as title,
    coalesce(nullif(publisher, ''), 'CISA') as publisher,
    try_cast(nullif(released, '') as date) as published_on,
    try_cast(nullif(updated[:10], '') as date) as modified_on,
    nullif(updated, '') as told_at,
    medical = '1' as medical,
    nullif(sectors, '') as sectors,
    nullif(exploitation, '') as exploitation,
    nullif(url, '') as url
from given
where advisory <> ''
