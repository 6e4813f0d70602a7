with cpe_name as (
    select product_id, 'cpe' as kind, replace(vendor || ' ' || product, '_', ' ') as name, min(part) as part, count(*) as uses
    from affected
    where part is not null
    group by all
),
single as (
    -- an entry with one product says what that product is called
    select origin, vulnerability_id, configuration
    from affected
    where origin in ('cve', 'cisa') and written is not null
    group by all
    having count(distinct product_id) = 1
),
cve_name as (
    select a.product_id, 'cve' as kind, a.written as name, min(a.part) as part, count(*) as uses
    from affected a
    join single s
        on s.origin = a.origin and s.vulnerability_id = a.vulnerability_id and s.configuration = a.configuration
    where a.part is not null
    group by all
),
csaf_name as (
    select product_id, 'csaf' as kind, trim(coalesce(vendor, '') || ' ' || product) as name, null as part, count(*) as uses
    from advisory_product
    where product_id is not null and product is not null
    group by all
),
only_product as (
    select vulnerability_id, any_value(product_id) as product_id, any_value(part) as part
    from affected
    where vulnerable and origin in ('nvd', 'anchore')
    group by vulnerability_id
    having count(distinct product_id) = 1
),
kev_name as (
    select o.product_id, 'kev' as kind, trim(coalesce(e.vendor, '') || ' ' || coalesce(e.product, '')) as name,
        min(o.part) as part, count(*) as uses
    from exploited e
    join only_product o on o.vulnerability_id = e.vulnerability_id
    where e.product is not null and lower(e.product) <> 'multiple products'
    group by all
)
from cpe_name
union all by name from cve_name
union all by name from csaf_name
union all by name from kev_name
union all by name from lifecycle_name
