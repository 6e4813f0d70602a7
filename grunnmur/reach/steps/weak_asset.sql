-- Things with a known way in: a rule or a scanner says that they are vulnerable, or nobody mends them any more. How bad a
-- scanner means, where it is not understood, may be the worst. `mended` says whether an update would take the way in away;
-- what is not known is taken as no. `by_any`: the way in may be through any port, not only through those one logs on to a
-- system by: it is in other software, or in a system that is administered over ports of its own.
with weak as (
    select subject_id as asset_id, product_id, false as of_system
    from finding
    where subject_kind = 'asset' and verdict = 'fail' and list_contains($vulnerable_rules, rule_id)
    union
    select asset_id, product_id, coalesce(list_contains($system_weaknesses, upper(vulnerability_id)), false)
    from detection
    where coalesce(lower(severity), '') not in ('medium', 'low', 'info')
    union
    select asset_id, product_id, true from asset_release where support = 'unsupported'
), placed as (
    select w.asset_id, a.kind, r.support, d.patch_policy,
        not (w.of_system or coalesce(w.product_id = a.product_id, false))
            or a.kind is null or a.kind not in ('client', 'server', 'vm', 'medical', 'phone', 'printer') as by_any
    from weak w
    join living_asset l on l.asset_id = w.asset_id
    join asset a on a.asset_id = w.asset_id
    left join asset_release r on r.asset_id = w.asset_id
    left join device d on d.asset_id = w.asset_id
)
select asset_id,
    coalesce(support = 'supported', false) and coalesce(kind <> 'medical' or patch_policy in ('approved_list', 'vendor'), false)
        and coalesce(patch_policy, '') <> 'none' as mended,
    bool_or(by_any) as by_any
from placed
group by all
