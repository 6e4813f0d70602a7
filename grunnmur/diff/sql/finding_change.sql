-- Findings in one of the runs only: closed where it is the first. One whose verdict changed is closed as one and opened as another.
with stands as (
    select 'closed' as side, * from before.finding
    union all by name
    select 'opened' as side, * from after.finding
),
thing as (
    select 'closed' as side, * from thing_before union all select 'opened', * from thing_after
),
editions as (
    select rule_id, b.edition as old, a.edition as new
    from (select rule_id, max(edition) as edition from before.rule_result group by 1) as b
    full join (select rule_id, max(edition) as edition from after.rule_result group by 1) as a using (rule_id)
),
knowledge as (
    select
        (select max(catalogue_edition) from before.run) as old_edition,
        (select max(catalogue_edition) from after.run) as new_edition,
        (select max(on_date) from before.run) as old_day,
        (select max(on_date) from after.run) as new_day
)
select
    f.side, f.rule_id, f.subject_kind, f.subject_id, f.verdict, f.finding_id, t.name,
    case
        when other.finding_id is not null then 'verdict_changed'
        when s.reason is not null then s.reason
        when editions.old is null then 'rule_new'
        when editions.new is null then 'rule_gone'
        when editions.old <> editions.new then 'rule_changed'
        when knowledge.old_edition <> knowledge.new_edition then 'catalogue_changed'
        when knowledge.old_day <> knowledge.new_day then 'time_passed'
        else 'surroundings'
    end as reason,
    coalesce(
        case when other.finding_id is not null then other.verdict end,
        s.detail,
        case when editions.old <> editions.new then editions.old || ' → ' || editions.new end,
        case when knowledge.old_edition <> knowledge.new_edition
            then knowledge.old_edition || ' → ' || knowledge.new_edition end,
        case when knowledge.old_day <> knowledge.new_day
            then knowledge.old_day || ' → ' || knowledge.new_day end,
        ''
    ) as detail
from stands as f
anti join stands as same on same.side <> f.side and same.finding_id = f.finding_id and same.verdict = f.verdict
left join stands as other on other.side <> f.side and other.finding_id = f.finding_id
left join thing as t on t.side = f.side and t.noun = f.subject_kind and t.entity_id = f.subject_id
left join finding_subject as s on s.noun = f.subject_kind and s.entity_id = f.subject_id
left join editions on editions.rule_id = f.rule_id
cross join knowledge
