select
    cve as vulnerability_id,
    'nvd' as origin,
    if(lower(status) = 'rejected', 'rejected', 'published') as status,
    try_cast(nullif(published, '') as date) as published_on,
    try_cast(nullif(modified[:10], '') as date) as modified_on,
    nullif(modified, '') as told_at,
    nullif(description, '')[:400] as description,
    nullif(cvss_version, '') as cvss_version,
    nullif(cvss_vector, '') as cvss_vector,
    score as cvss_score,
    case
        when score is null then null
        when score = 0 then 'none'
        when score >= 9 and cvss_version not like '2%' then 'critical'  -- CVSS 2 knows no critical
        when score >= 7 then 'high'
        when score >= 4 then 'medium'
        else 'low'
    end as severity,
    nullif(cwe, '') as cwe,
    nullif(assigner, '') as assigner
from (select *, if(try_cast(cvss_score as double) between 0 and 10, try_cast(cvss_score as double), null) as score from given)
where cve <> ''
