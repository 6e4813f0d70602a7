-- What the run reported, and whether the truth can speak of it: it is told of rules, and of the notices in the exports. A
-- finding of notices is judged by those alone; what only an edition of the catalogue knows is no part of what was made up.
with noticed as (
    select 'safety-notice' as rule_id, asset_id, if(bool_or(verdict = 'affected'), 'fail', 'unknown') as verdict
    from asset_advisory
    where advisory_id in (select notice_id from safety_notice)
    group by asset_id
),
reported as (
    select
        f.rule_id,
        f.subject_kind,
        f.subject_id as found_id,
        coalesce(n.verdict, f.verdict) as verdict,
        f.rule_id in (select rule_id from true_judged) and (n.asset_id is not null or a.asset_id is null) as judged
    from finding as f
    left join noticed as n on n.rule_id = f.rule_id and n.asset_id = f.subject_id
    left join (select distinct 'safety-notice' as rule_id, asset_id from asset_advisory) as a
        on a.rule_id = f.rule_id and a.asset_id = f.subject_id
    where f.rule_id in (select rule_id from true_finding)
        or f.subject_kind in (select subject_kind from true_finding)
)
select rule_id, subject_kind, found_id, verdict, bool_or(judged) as judged from reported group by all
