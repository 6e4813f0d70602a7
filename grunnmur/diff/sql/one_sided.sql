-- Findings of one run only: closed where it is the first. One whose verdict changed is closed as one and opened as another.
with stands as (
    select 'closed' as side, * from before.finding
    union all by name
    select 'opened' as side, * from after.finding
)
select * from stands as f
anti join stands as same on same.side <> f.side and same.finding_id = f.finding_id and same.verdict = f.verdict
