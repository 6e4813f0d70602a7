-- What the findings on a workload's members cost a month in exposure.
with counted as (
    select f.subject_kind, f.subject_id, f.blocking and f.verdict = 'fail' as blocks,
        cast(case when w.aspect is null then 0 else round(s.nok * v.share) end as bigint) as nok
    from finding f
        join effort_severity s on s.severity = f.severity
        join effort_verdict v on v.verdict = f.verdict
        left join effort_aspect w on w.aspect = f.aspect
), of_asset as (
    select 'asset' as noun, subject_id as entity_id, bool_or(blocks) as blocks, sum(nok) as nok
    from counted where subject_kind = 'asset'
    group by subject_id
), of_application as (
    select 'application' as noun, entity_id, bool_or(blocks) as blocks, sum(nok) as nok
    from (
        select subject_id as entity_id, blocks, nok from counted where subject_kind = 'application'
        union all
        select c.application_id, f.blocks, f.nok
        from counted f join contract c on c.contract_id = f.subject_id
        where f.subject_kind = 'contract'
        union all
        select d.application_id, f.blocks, f.nok
        from counted f join data_store d on d.data_store_id = f.subject_id
        where f.subject_kind = 'data_store'
    )
    where entity_id is not null
    group by entity_id
), priced as (
    select f.noun, f.entity_id, f.blocks, cast(round(f.nok * k.share * c.share) as bigint) as nok
    from of_asset f
        join planned_asset a on a.asset_id = f.entity_id
        join effort_kind k on k.kind = coalesce(a.kind, '')
        join effort_criticality c on c.criticality = coalesce(a.criticality, '')
    union all
    select f.noun, f.entity_id, f.blocks, cast(round(f.nok * k.share * c.share) as bigint)
    from of_application f
        join planned_application p on p.application_id = f.entity_id
        join effort_criticality c on c.criticality = coalesce(p.criticality, '')
        cross join (select share from effort_kind where kind = 'application') k
)
select m.workload_id, cast(sum(p.nok) as bigint) as nok, bool_or(coalesce(p.blocks, false)) as blocks
from priced p join member m on m.noun = p.noun and m.entity_id = p.entity_id
group by m.workload_id
