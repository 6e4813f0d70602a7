-- Servers that people call a hub, by id or by a source's row, by the latest decision that holds on the day: without more, or in a
-- role that is shared. A server that is decided to be an application's own is none.
with row_of as (
    select source || '|' || record_key as named, min(entity_id) as asset_id from record where noun = 'asset' group by all
),
latest as (
    select coalesce(r.asset_id, d.subject_id) as asset_id, d.value
    from decision d
    left join row_of r on r.named = d.subject_id
    where d.kind = 'hub' and d.subject_kind = 'asset' and coalesce(d.valid_to >= $on, true)
    qualify row_number() over (
        partition by coalesce(r.asset_id, d.subject_id) order by d.decided_at desc nulls last, d.decision_id desc
    ) = 1
)
select asset_id from latest
where split_part(coalesce(value, ''), '/', 1) <> 'application'
