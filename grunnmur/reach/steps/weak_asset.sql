-- Things with a known way in: a rule or a scanner says that they are vulnerable, or nobody mends them any more.
-- `mended` says whether an update would take the way in away; what is not known is taken as no.
with weak as (
    select subject_id as asset_id from finding
    where subject_kind = 'asset' and verdict = 'fail' and list_contains($vulnerable_rules, rule_id)
    union
    select asset_id from detection where lower(severity) in ('critical', 'high')
    union
    select asset_id from asset_release where support = 'unsupported'
)
select w.asset_id,
    coalesce(r.support = 'supported', false) and coalesce(a.kind <> 'medical' or d.patch_policy in ('approved_list', 'vendor'), false)
        and coalesce(d.patch_policy, '') <> 'none' as mended
from weak w
join living_asset a on a.asset_id = w.asset_id
left join asset_release r on r.asset_id = w.asset_id
left join device d on d.asset_id = w.asset_id
