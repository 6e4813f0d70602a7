-- Vulnerabilities that such a finding rests on in its run alone, four at most and the weightiest first: of all of its situation
-- where it names one, else of those it lists. One that was perhaps and is now surely is of both runs.
with said as (
    select side, finding_id, facts ->> 'situation_id' as situation_id, json_extract_string(facts, '$.vulnerabilities[*].id') as listed
    from one_sided where contains(facts, '"vulnerabilities"')
),
beside as (
    select f.side, f.finding_id, f.situation_id, f.listed, other.situation_id as other_id, other.listed as other_listed
    from said as f left join said as other on other.side <> f.side and other.finding_id = f.finding_id
),
held as (
    select 'closed' as side, * from before.situation_vulnerability
    where situation_id in (select situation_id from said where side = 'closed')
    union all by name
    select 'opened' as side, * from after.situation_vulnerability
    where situation_id in (select situation_id from said where side = 'opened')
),
alone as (
    select p.side, p.situation_id, p.other_id, v.vulnerability_id,
        row_number() over (
            partition by p.side, p.situation_id, p.other_id
            order by v.verdict, v.exploited desc nulls last, v.epss desc nulls last, v.cvss desc nulls last, v.vulnerability_id
        ) as turn
    from (select distinct side, situation_id, other_id from beside) as p
    join held as v on v.side = p.side and v.situation_id = p.situation_id
    anti join held as o on o.side <> p.side and o.situation_id = p.other_id
        and o.vulnerability_id = v.vulnerability_id and o.verdict = v.verdict
),
first_alone as (
    select side, situation_id, other_id, list(vulnerability_id order by turn) as told
    from alone where turn <= 4 group by all
)
select b.side, b.finding_id,
    case when b.situation_id in (select situation_id from held) then coalesce(a.told, [])
         else [one for one in b.listed if not coalesce(list_contains(b.other_listed, one), false)] end as told
from beside as b
left join first_alone as a
    on a.side = b.side and a.situation_id = b.situation_id and a.other_id is not distinct from b.other_id
