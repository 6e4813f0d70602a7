with wrong as (
    select
        subject_id as application_id,
        count(*) filter (verdict = 'fail') as failed,
        count(*) filter (verdict = 'unknown') as unknown
    from finding left join rule using (rule_id)
    where subject_kind = 'application' and not is_guarded(rule.guarded, finding.aspect) group by subject_id
),
carriers as (
    select application_id, count(distinct asset_id) as assets from component group by application_id
)
select
    application.*,
    coalesce(carriers.assets, 0) as assets,
    coalesce(wrong.failed, 0) as failed,
    coalesce(wrong.unknown, 0) as unknown
from application
left join wrong using (application_id)
left join carriers using (application_id)
