-- When each vulnerability was published. A number is given in its year or before publication: without a day, it
-- was not before that year.
select n.vuln, v.published_on, coalesce(v.status, '') = 'rejected' as rejected,
    coalesce(v.published_on, try_cast(regexp_extract(n.vulnerability_id, '^CVE-(\d{4})-', 1) || '-01-01' as date)) as not_before
from wanted_vulnerability n left join vulnerability v using (vulnerability_id)
