-- Every thing in use, and every application, with a digest of all that decides what is found of it: what it runs, when it was
-- mended and how long updates come, how much it matters, what names are decided to mean, and where a scanner looked, what scanners said.
with used as (
    select asset_id as thing_id, product_id, os_name, version, kind, vendor, model, patched_on, criticality, health_data
    from asset where coalesce(status, '') <> 'retired'
), unnamed as (
    select product_id, name from product where product_id like 'unknown:%'
), installed as (
    select i.asset_id, sum(hash(i.product_id, i.version, p.name)::hugeint) as runs, count(*) as count
    from installation i left join unnamed p using (product_id)
    group by i.asset_id
), built as (
    select i.application_id, sum(hash(i.product_id, i.version, p.name)::hugeint) as runs, count(*) as count
    from ingredient i left join unnamed p using (product_id)
    group by i.application_id
), scanned as (
    select distinct d.asset_id, s.said from detection d cross join (select sum(hash(d)::hugeint) as said from detection d) s
)
select u.thing_id,
    hash(u.product_id, u.os_name, u.version, u.kind, u.vendor, u.model, u.patched_on, u.criticality, u.health_data,
        d.software_version, s.updates_until, i.runs, i.count, l.said, $under) as digest
from used u
left join device d on d.asset_id = u.thing_id
left join asset_support s on s.asset_id = u.thing_id
left join installed i on i.asset_id = u.thing_id
left join scanned l on l.asset_id = u.thing_id
union all
select a.application_id, hash(a.criticality, a.health_data, b.runs, b.count, $under)
from application a join built b using (application_id)
where coalesce(a.status, '') <> 'retired'
