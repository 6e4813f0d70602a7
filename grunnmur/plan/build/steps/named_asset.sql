-- The workloads of the single things that a deadline or a decision names.
with named as (
    select subject_id as asset_id from deadline where subject_kind = 'asset'
    union
    select subject_id from decision where subject_kind = 'asset' and kind in ('pin', 'forbid')
)
select m.asset_id, m.workload_id from member_asset m join named using (asset_id)
