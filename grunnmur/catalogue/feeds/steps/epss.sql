select
    upper(trim(cve)) as vulnerability_id,
    try_cast(epss as double) as probability,
    try_cast(percentile as double) as percentile,
    try_cast($as_of as date) as as_of,
    $model as model
from given
where cve <> ''
