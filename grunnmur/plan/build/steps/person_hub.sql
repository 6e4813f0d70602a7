-- Servers that people call a hub, by the latest decision that holds on the day: without more, or in a role that is shared.
-- A server that is decided to be an application's own is none.
with latest as (
    select subject_id, value from decision
    where kind = 'hub' and subject_kind = 'asset' and coalesce(valid_to >= $on, true)
    qualify row_number() over (partition by subject_id order by decided_at desc nulls last, decision_id desc) = 1
)
select subject_id as asset_id from latest
where split_part(coalesce(value, ''), '/', 1) <> 'application'
