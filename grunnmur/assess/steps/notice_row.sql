-- What makers and authorities say of models in use, a row a statement: the edition's medical advisories, and the
-- notices people registered. A statement its own publisher is not sure of stays unsure. Where a notice names the model itself,
-- what else it names that may be it (a series, a longer name) is not asked.
with told as (
    select m.vendor, m.model, 'advisory' as kind, p.advisory_id, v.vulnerability_id, p.name as product, p.version as concerned,
        null as serial, v.status = 'affected' as is_sure, m.doubt as naming, null as mended_in, v.remedy as statement, a.published_on,
        case when regexp_matches(coalesce(v.remedies, ''), 'vendor_fix') then 'update'
             when regexp_matches(coalesce(v.remedies, ''), 'mitigation|workaround') then 'mitigation'
             else 'none' end as remedy,
        null::date as isolate_from, null::date as replace_by
    from advisory_model m
    join advisory_product p on p.advisory_id = m.advisory_id and p.product_key = m.product_key
    join advisory_vulnerability v on v.advisory_id = p.advisory_id and v.product_key = p.product_key
    join advisory a on a.advisory_id = p.advisory_id
    where v.status in ('affected', 'unknown')
    union all
    select m.vendor, m.model, n.kind, n.notice_id, n.vulnerability_id, concat_ws(' ', n.vendor, n.model), n.version,
        nullif(trim(n.serial), ''), true, m.doubt, n.mended_in, n.statement, n.published_on,
        coalesce(n.remedy, 'none'), n.isolate_from, n.replace_by
    from notice_model m
    join safety_notice n on n.vendor = m.their_vendor and n.model = m.their_model
)
from told
qualify naming is null or not bool_or(naming is null) over (partition by vendor, model, kind, advisory_id)
