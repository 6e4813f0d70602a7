select
    upper(trim(cveID)) as vulnerability_id,
    nullif(trim(vendorProject), '') as vendor,
    nullif(trim(product), '') as product,
    nullif(vulnerabilityName, '') as title,
    try_cast(nullif(dateAdded, '') as date) as added_on,
    try_cast(nullif(dueDate, '') as date) as due_on,
    if(lower(knownRansomwareCampaignUse) = 'known', true, null) as ransomware,
    nullif(requiredAction, '') as action,
    nullif(shortDescription, '') as description
from given
where cveID <> ''
