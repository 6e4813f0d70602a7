-- How many things each feed gives the edition, and the newest day they tell.
with spoken as (
    select if(origin = 'cisa', 'cve', origin) as feed, vulnerability_id, modified_on from vulnerability_record
    union all
    select if(origin = 'cisa', 'cve', origin), vulnerability_id, null from affected where origin <> 'csaf'
)
select feed, count(distinct vulnerability_id) as rows, max(modified_on) as newest_on from spoken group by feed
union all
select 'csaf', count(*), max(modified_on) from advisory having count(*) > 0
union all
select 'kev', count(*), max(added_on) from exploited having count(*) > 0
union all
select 'epss', count(*), max(as_of) from exploit_probability having count(*) > 0
union all
select 'endoflife', count(*), max(known_on) from release_cycle where superseded_on is null having count(*) > 0
order by feed
