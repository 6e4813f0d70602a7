-- Why each finding is of one run only. New knowledge is told by the editions that differ and, where a finding rests on
-- vulnerabilities, by the first that only this run has.
with thing as (
    select 'closed' as side, * from thing_before union all select 'opened', * from thing_after
),
editions as (
    select rule_id, b.edition as old, a.edition as new
    from (select rule_id, max(edition) as edition from before.rule_result group by 1) as b
    full join (select rule_id, max(edition) as edition from after.rule_result group by 1) as a using (rule_id)
),
knowledge as (
    select
        string_split((select max(catalogue_edition) from before.run), ' ') as old_editions,
        string_split((select max(catalogue_edition) from after.run), ' ') as new_editions,
        (select max(on_date) from before.run) as old_day,
        (select max(on_date) from after.run) as new_day
),
learnt as (
    select
        list_aggregate([e for e in old_editions if not list_contains(new_editions, e)], 'string_agg', ' ') as old,
        list_aggregate([e for e in new_editions if not list_contains(old_editions, e)], 'string_agg', ' ') as new
    from knowledge where old_editions <> new_editions
)
select
    f.side, f.rule_id, f.subject_kind, f.subject_id, f.verdict, f.finding_id, t.name,
    case
        when s.reason is not null then s.reason
        when editions.old is null then 'rule_new'
        when editions.new is null then 'rule_gone'
        when editions.old <> editions.new then 'rule_changed'
        when learnt.new is not null or learnt.old is not null then 'catalogue_changed'
        when knowledge.old_day <> knowledge.new_day then 'time_passed'
        when other.finding_id is not null then 'verdict_changed'
        else 'surroundings'
    end as reason,
    coalesce(
        s.detail,
        case when editions.old <> editions.new then editions.old || ' → ' || editions.new end,
        case when learnt.new is not null or learnt.old is not null
            then concat_ws(': ', concat_ws(' → ', learnt.old, learnt.new),
                nullif(concat_ws(', ', alone.told[1], alone.told[2], alone.told[3], if(len(alone.told) > 3, '…', null)), '')) end,
        case when knowledge.old_day <> knowledge.new_day
            then knowledge.old_day || ' → ' || knowledge.new_day end,
        other.verdict,
        ''
    ) as detail
from one_sided as f
left join one_sided as other on other.side <> f.side and other.finding_id = f.finding_id
left join thing as t on t.side = f.side and t.noun = f.subject_kind and t.entity_id = f.subject_id
left join finding_subject as s on s.noun = f.subject_kind and s.entity_id = f.subject_id
left join editions on editions.rule_id = f.rule_id
left join rested_on as alone on alone.side = f.side and alone.finding_id = f.finding_id
left join learnt on true
cross join knowledge
