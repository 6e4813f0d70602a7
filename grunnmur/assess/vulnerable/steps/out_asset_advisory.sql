-- Advisories about equipment the estate has. Its own version is not known from the model, so only an advisory
-- about every version is certain. Without an update: isolate now, replace later.
with remedied as (
    select p.advisory_id, p.product_id, p.name, p.version, v.vulnerability_id, v.status, v.remedy,
        case when regexp_matches(coalesce(v.remedies, ''), 'vendor_fix') then 'update'
             when regexp_matches(coalesce(v.remedies, ''), 'mitigation|workaround') then 'mitigation'
             else 'none' end as offered
    from advisory_product p
    join advisory_vulnerability v on v.advisory_id = p.advisory_id and v.product_key = p.product_key
    join advisory a on a.advisory_id = p.advisory_id
    where a.medical and v.status in ('affected', 'unknown')
)
select a.asset_id, r.advisory_id, r.vulnerability_id, min(r.name) as product, min(r.version) as concerned,
    if(bool_or(r.status = 'affected' and regexp_matches(coalesce(r.version, ''), '(?i)^(\*|all versions?|vers:all/\*)$')), 'affected', 'unknown')
        as verdict,
    if(bool_or(offered = 'update'), 'update', if(bool_or(offered = 'mitigation'), 'mitigation', 'none')) as remedy,
    min(r.remedy) as statement,
    if(bool_or(offered = 'update'), null, $on::date) as isolate_from,
    if(bool_or(offered = 'update'), null, $on::date + $replace_days::integer) as replace_by
from asset a
join advisory_model m on m.vendor = coalesce(a.vendor, '') and m.model = a.model
join remedied r on r.advisory_id = m.advisory_id and r.name = m.name
where coalesce(a.status, '') <> 'retired'
group by a.asset_id, r.advisory_id, r.vulnerability_id
