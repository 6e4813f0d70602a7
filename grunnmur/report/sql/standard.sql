-- An asset meets the standard when it can be updated, is secure, and no application on it is incompatible.
-- What was not judged is not counted as meeting it.
with judged as (
    select nullif(organisation_id, '') as organisation_id, sum(evaluated) as evaluated
    from rule_result where rule_id = 'not-secure' and subject_kind = 'asset' group by 1
),
remarks as (
    select subject_id as asset_id, verdict
    from finding where rule_id in ('not-updatable', 'not-secure') and subject_kind = 'asset'
    union all
    select component.asset_id, finding.verdict
    from finding join component on component.application_id = finding.subject_id
    where finding.rule_id = 'not-compatible' and finding.subject_kind = 'application'
),
short as (
    select
        asset.organisation_id,
        count(distinct asset_id) filter (verdict = 'fail') as failed,
        count(distinct asset_id) as remarked
    from remarks join asset using (asset_id)
    where asset.status is distinct from 'retired'
    group by all
),
counted as (
    select
        coalesce(organisation.name, judged.organisation_id, '') as name,
        judged.evaluated,
        least(coalesce(short.failed, 0), judged.evaluated) as failed,
        least(coalesce(short.remarked, 0), judged.evaluated) as remarked
    from judged
    left join short on short.organisation_id is not distinct from judged.organisation_id
    left join organisation on organisation.organisation_id = judged.organisation_id
),
parts as (
    select 'all' as part, '' as name, evaluated, failed, remarked from counted
    union all
    select 'organisation', name, evaluated, failed, remarked from counted
)
select
    part, name,
    sum(evaluated) as evaluated,
    sum(evaluated - remarked) as passed,
    sum(failed) as failed,
    sum(remarked - failed) as unknown,
    sum(evaluated - remarked) / sum(evaluated) as passed_share,
    sum(failed) / sum(evaluated) as failed_share,
    sum(remarked - failed) / sum(evaluated) as unknown_share
from parts
group by part, name
having sum(evaluated) > 0
order by part, passed_share, name
