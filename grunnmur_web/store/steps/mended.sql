-- What each update mends in which situation, under the product and version that `update_gain` counts it by. As there, no
-- update came for what was published after the last supported day of a system that has ended.
with ended as (
    select situation.situation_id,
        max(asset_release.security_until) filter (asset_release.support = 'unsupported') as ended_on
    from situation left join asset_release on asset_release.asset_id = situation.asset_id
    group by situation.situation_id
)
select
    told.situation_id, told.product_id, told.version, gain.update_to, told.vulnerability_id, told.range, told.exploited,
    told.epss, told.cvss, told.published_on, told.decision, told.mended_in
from situation_vulnerability as told
join update_gain as gain
    on gain.product_id = told.product_id and coalesce(gain.version, '') = coalesce(told.version, '')
left join ended on ended.situation_id = told.situation_id
where told.verdict = 'affected'
    and case when told.basis = 'version' then told.mended_in is not null
        else ended_on is null or told.published_on <= ended_on end
