-- What advisories say of products, in the form of `affected`: one clause a product of an advisory. What is said of one version
-- comes before what is said of many, and of two that say the same the one that is affected: the first that matches counts. That
-- versions nobody can read are fixed says nothing of others. What is said of a product as part of another, or installed on it, holds
-- there: elsewhere that it is affected is not known, and that it is not says nothing.
select
    p.product_id,
    v.vulnerability_id,
    'csaf' as origin,
    row_number() over (
        partition by v.vulnerability_id
        order by v.advisory_id, p.product_id, case t.matches when 'exact' then 0 when 'range' then 1 else 2 end,
            v.status <> 'affected', v.status, v.product_key, t.turn
    ) - 1 as place,
    dense_rank() over (partition by v.vulnerability_id order by v.advisory_id, p.product_id) - 1 as clause,
    v.advisory_id as configuration,
    '0' as node,
    null as joined,
    'or' as operator,
    false as negate,
    coalesce(t.turn, 0) as criterion,
    true as vulnerable,
    case when p.platform is not null then 'unknown' when v.status = 'fixed' then 'unaffected' else v.status end as status,
    case
        when regexp_extract(p.cpe, '^cpe:(?:2\.3:|/)([aoh]):', 1) <> '' then regexp_extract(p.cpe, '^cpe:(?:2\.3:|/)([aoh]):', 1)
    end as part,
    split_part(p.product_id, ':', 1) as vendor,
    p.product_id[length(split_part(p.product_id, ':', 1)) + 2:] as product,
    coalesce(p.name, p.vendor || ' ' || p.product) as written,
    coalesce(t.matches, 'unread') as matches,
    if(t.matches is null, p.version, t.version) as version,
    t.start,
    t.start_including,
    t."end",
    t.end_including
from advisory_vulnerability v
join advisory_product p on p.advisory_id = v.advisory_id and p.product_key = v.product_key
left join version_text t on t.spelling = p.version
where p.product_id is not null
    and (
        v.status not in ('fixed', 'unaffected')
        or (coalesce(t.matches, 'unread') <> 'unread' and p.platform is null)
    )
