-- A scanned management address that bears its host's name (host-idrac, host-ilo…) is the controller known to manage that
-- host at that address, whenever the scan was: an agent tells its controller's address for a moment only, and never its name.
with managing as (
    select distinct l.cluster, w.short as host
    from claimed_asset_link k
    join node c on c.claim = k.record and c.noun = 'asset'
    join linked l on l.node = c.node
    join node m on m.source = c.source and m.file = c.file and m.noun = 'asset' and m.about
        and k.other_id = chr(31) || 'record' || chr(31) || m.record_key
    join node_host w on w.node = m.node
    where k.relation = 'manages'
),
scanned as (
    select distinct l.cluster, n.realm, h.short, i.plain_value as ip
    from node n
    join linked l using (node)
    join asset_trait t using (node)
    join node_host h using (node)
    join node_identifier i using (node)
    where n.noun = 'asset' and t.controller and i.kind = 'ip' and n.format in ('nmap', 'scanner', 'snmp')
)
select s.cluster as a, min(m.cluster) as b
from scanned s
join address_holder o on o.ip = s.ip and o.realm = s.realm and o.cluster <> s.cluster
join managing m on m.cluster = o.cluster and starts_with(s.short, m.host || '-')
group by s.cluster
having count(distinct m.cluster) = 1
order by a
