-- Things, with what lists of them show: the release, how long it is supported, and how much is wrong.
with wrong as (
    select
        subject_id as asset_id,
        count(*) filter (verdict = 'fail') as failed,
        count(*) filter (verdict = 'unknown') as unknown
    from finding left join rule using (rule_id)
    where subject_kind = 'asset' and not is_guarded(rule.guarded, finding.aspect) group by subject_id
)
select
    asset.*,
    case
        when regexp_matches(asset_release.label, '^[0-9]')
            then product_called(product.name, asset_release.product_id) || ' ' || asset_release.label
        else asset_release.label
    end as release,
    coalesce(asset_release.support, 'unknown') as support,
    asset_release.security_until,
    coalesce(wrong.failed, 0) as failed,
    coalesce(wrong.unknown, 0) as unknown
from asset
left join asset_release using (asset_id)
left join product on product.product_id = asset_release.product_id
left join wrong using (asset_id)
