-- What scanners reported beside what versions tell, with what the scanner said, on what and whose it is. `words` is
-- what the list is searched by.
with reported as (
    select asset_id, upper(vulnerability_id) as vulnerability_id, min(title) as scanner_title,
        min(severity) as scanner_severity, max(seen_at) as scanned_at
    from detection group by all
)
select
    told.*,
    asset.name as asset_name, asset.kind, asset.organisation_id, asset.platform,
    product_called(product.name, told.product_id) as product_name,
    -- What is known to be exploited stands first of its outcome.
    2 * list_position(['agreed', 'only_scanner', 'undecided', 'only_derived'], told.outcome)
        - coalesce(told.exploited, false)::integer as outcome_rank,
    scanner_title, scanner_severity, scanned_at,
    words_of(concat_ws(' ', asset.name, told.vulnerability_id, told.product_id, product.name, scanner_title)) as words
from detection_check as told
left join asset on asset.asset_id = told.asset_id
left join product on product.product_id = told.product_id
left join reported on reported.asset_id = told.asset_id and reported.vulnerability_id = told.vulnerability_id
