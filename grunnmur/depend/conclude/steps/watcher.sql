-- Things that call very many and are called by few: they watch, scan or step in. Nobody depends on being called by them.
with own as (
    select source_id, count(distinct on_date) as days from conversed where source_id is not null group by source_id
),
by_port as (
    select source_id, port, count(distinct target_id) as targets, avg(days) as days
    from seen group by source_id, port
),
reach as (
    select s.source_id, count(distinct s.target_id) as targets, count(distinct t.application_id) as applications
    from seen s
    join thing t on t.asset_id = s.target_id
    group by s.source_id
),
swept as (
    -- the ports it goes out on: a server's own calls to directory and backup reach one or two
    select p.source_id, count(*) as ports, arg_max(p.port, (p.targets, -p.port)) as port,
        arg_max(p.days, (p.targets, -p.port)) as days
    from by_port p
    join reach r on r.source_id = p.source_id and p.targets >= greatest(3, $swept_share * r.targets)
    group by p.source_id
),
called as (
    select target_id, count(distinct source_id) as callers from seen group by target_id
)
select r.source_id as asset_id, r.targets, r.applications, s.ports, s.port, coalesce(c.callers, 0) as callers,
    s.days / o.days as steadiness,
    case
        -- what fetches copies goes everywhere too, on the ports of its agents
        when h.sub_role = 'backup' then 'backup'
        when s.ports >= $scanner_ports then 'scanner'
        when s.days / o.days >= $steady then 'monitoring'
        else 'jump'
    end as sub_role
from reach r
join swept s on s.source_id = r.source_id
join own o on o.source_id = r.source_id
join thing t on t.asset_id = r.source_id and t.class = 'machine' and not t.carries
left join service_port h on h.port = s.port
left join called c on c.target_id = r.source_id
where r.targets >= $watch_least
  -- that it goes for many ports gives a scanner away; at a small site its targets carry few applications
  and (r.applications >= $watch_applications or s.ports >= $scanner_ports)
  and coalesce(c.callers, 0) * $watch_outward <= r.targets
