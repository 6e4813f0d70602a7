-- A CVE record holds what its assigner says and what CISA adds: two origins.
with scored as (
    select
        *,
        if(try_cast(cvss_score as double) between 0 and 10, try_cast(cvss_score as double), null) as score,
        cvss_source = 'cisa-adp' as by_cisa
    from given
    where cve <> ''
),
judged as (
    select
        *,
        case
            when cvss_severity <> '' then lower(cvss_severity)
            when score is null then null
            when score = 0 then 'none'
            when score >= 9 and cvss_version not like '2%' then 'critical'
            when score >= 7 then 'high'
            when score >= 4 then 'medium'
            else 'low'
        end as severity_word
    from scored
)
select
    cve as vulnerability_id,
    'cve' as origin,
    if(state = 'REJECTED', 'rejected', 'published') as status,
    try_cast(nullif(published, '') as date) as published_on,
    try_cast(nullif(updated[:10], '') as date) as modified_on,
    nullif(updated, '') as told_at,
    nullif(title, '') as title,
    nullif(description, '')[:400] as description,
    if(by_cisa, null, nullif(cvss_version, '')) as cvss_version,
    if(by_cisa, null, nullif(cvss_vector, '')) as cvss_vector,
    if(by_cisa, null, score) as cvss_score,
    if(by_cisa, null, severity_word) as severity,
    nullif(cwe, '') as cwe,
    nullif(assigner, '') as assigner,
    null as exploitation,
    null::boolean as automatable,
    null as technical_impact
from judged
union all
select
    cve,
    'cisa',
    if(state = 'REJECTED', 'rejected', 'published'),
    null,
    try_cast(nullif(updated[:10], '') as date),
    nullif(updated, ''),
    null,
    null,
    if(by_cisa, nullif(cvss_version, ''), null),
    if(by_cisa, nullif(cvss_vector, ''), null),
    if(by_cisa, score, null),
    if(by_cisa, severity_word, null),
    null,
    null,
    nullif(lower(ssvc_exploitation), ''),
    case lower(ssvc_automatable) when 'yes' then true when 'no' then false end,
    nullif(lower(ssvc_technical_impact), '')
from judged
where by_cisa or ssvc_exploitation <> ''
