-- What each update mends in which situation, under the product and version that `update_gain` counts it by.
select
    told.situation_id, told.product_id, told.version, gain.update_to, told.vulnerability_id, told.range, told.exploited,
    told.epss, told.cvss, told.published_on, told.decision, told.mended_in
from situation_vulnerability as told
join update_gain as gain
    on gain.product_id = told.product_id and coalesce(gain.version, '') = coalesce(told.version, '')
where told.verdict = 'affected' and (told.basis <> 'version' or told.mended_in is not null)
