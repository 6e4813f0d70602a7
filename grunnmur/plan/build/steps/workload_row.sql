-- One row a workload: what it is, where, and how much of everything is in it.
with counted as (
    select m.workload_id, min(m.workload_kind) as kind, min(m.class) as class,
        mode(a.platform order by a.platform) as platform,
        mode(a.organisation_id order by a.organisation_id) as organisation_id,
        mode(a.site_id order by a.site_id) as site_id,
        count(*) filter (a.kind in ('server', 'vm', 'gateway')) as servers,
        count(*) filter (a.kind = 'server') as physical,
        count(*) filter (a.kind in ('hypervisor', 'cluster', 'storage')) as hosts,
        count(*) filter (a.kind = 'client') as clients,
        count(*) filter (a.kind = 'printer') as printers,
        count(*) filter (a.kind in ('medical', 'home_device')) as devices,
        count(*) filter (a.kind = 'phone') as phones,
        count(*) filter (a.kind = 'pbx') as pbxes,
        count(*) filter (a.kind = 'network') as networks,
        min(a.name) as first_name
    from member_asset m join planned_asset a using (asset_id)
    group by m.workload_id
), led as (
    select g.workload_id, count(*) as applications,
        arg_min(p.name, p.application_id) as name,
        mode(p.platform order by p.platform) as platform,
        mode(p.organisation_id order by p.organisation_id) as organisation_id,
        min(p.disposition) as disposition, count(distinct p.disposition) as dispositions,
        count(p.disposition) as decided, bool_and(p.users = 0) as unused
    from grouped_application g join planned_application p using (application_id)
    group by g.workload_id
), everything as (
    select workload_id from counted union select workload_id from led
)
select e.workload_id, coalesce(if(l.workload_id is not null, 'application', c.kind), 'application') as kind,
    coalesce(l.name, '') as application_name, coalesce(l.applications, 0) as applications,
    c.class, coalesce(l.platform, c.platform) as platform,
    coalesce(l.organisation_id, c.organisation_id) as organisation_id, c.site_id, site.name as site_name,
    c.first_name, l.disposition, coalesce(l.dispositions, 0) as dispositions, coalesce(l.decided, 0) as decided,
    coalesce(l.unused, false) as unused,
    coalesce(c.servers, 0) as servers, coalesce(c.physical, 0) as physical, coalesce(c.hosts, 0) as hosts,
    coalesce(c.clients, 0) as clients, coalesce(c.printers, 0) as printers, coalesce(c.devices, 0) as devices,
    coalesce(c.phones, 0) as phones, coalesce(c.pbxes, 0) as pbxes, coalesce(c.networks, 0) as networks,
    coalesce(x.nok, 0) as exposure, coalesce(x.blocks, false) as blocks,
    coalesce(v.not_compatible, 0) as not_compatible, coalesce(v.not_updatable, 0) as not_updatable,
    coalesce(v.not_secure, 0) as not_secure
from everything e
    left join counted c using (workload_id)
    left join led l using (workload_id)
    left join exposure x using (workload_id)
    left join verdict v using (workload_id)
    left join location site on site.location_id = c.site_id
order by e.workload_id
