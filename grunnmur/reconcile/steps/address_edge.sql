-- A scanned address without any other name belongs to the one thing that had it then, if there was exactly one.
with nameless as (
    select l.cluster, n.realm, i.plain_value as ip, min(n.seen_at) as seen_at
    from node n
    join linked l using (node)
    join node_identifier i using (node)
    where n.noun = 'asset' and i.kind = 'ip' and n.format in ('nmap', 'scanner', 'snmp')
    group by all
),
bare as (
    select * from nameless
    where cluster not in (select l.cluster from node_identifier i join linked l using (node)
                          where i.noun = 'asset' and i.kind in ('serial', 'uuid', 'mac', 'sid', 'inventory_no', 'asset_tag') and not i.shared)
),
held as (
    select b.cluster as a, h.cluster as b, h.dated
    from bare b
    join address_holder h on h.ip = b.ip and h.realm = b.realm and h.cluster <> b.cluster
        and (h.from_at is null or h.from_at <= b.seen_at) and (h.to_at is null or h.to_at >= b.seen_at)
    where b.seen_at is not null or not h.dated
),
best as (
    select a, b from held
    qualify dated = max(dated) over (partition by a)
)
select a, min(b) as b from best group by a having count(distinct b) = 1
order by a
