with judged as (
    select
        rule_id,
        nullif(organisation_id, '') as organisation_id,
        nullif(platform, '') as platform,
        evaluated, passed, failed, unknown
    from rule_result
    where rule_id in ('not-compatible', 'not-updatable', 'not-secure')
),
parts as (
    select 'all' as part, '' as name, * from judged
    union all
    select 'platform', coalesce(platform, ''), * from judged
    union all
    select 'organisation', coalesce(organisation.name, judged.organisation_id, ''), judged.*
    from judged left join organisation using (organisation_id)
)
select
    part, name, rule_id,
    sum(evaluated) as evaluated,
    sum(passed) as passed,
    sum(failed) as failed,
    sum(unknown) as unknown,
    sum(failed) / nullif(sum(evaluated), 0) as failed_share,
    sum(unknown) / nullif(sum(evaluated), 0) as unknown_share,
    sum(passed) / nullif(sum(evaluated), 0) as passed_share
from parts
group by part, name, rule_id
having sum(evaluated) > 0
order by part, name = '', name, rule_id
