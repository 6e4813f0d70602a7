-- First and last time each asset was seen. Registers and directories repeat what they were told; only what touched the
-- thing, or a time a source states, counts as seen alive. An address is had from when it was given; one that is lent
-- beyond the day judged was had when that day began, and says nothing of later.
select e.entity_id,
       min(begins) as first_seen_at,
       max(ends) filter (alive) as last_seen_at
from (
    select entity_id, seen_at as begins, seen_at as ends, format in ('nmap', 'zeek', 'snmp', 'glpi', 'ansible', 'facter', 'osquery', 'scanner', 'ss') as alive from node_entity where noun = 'asset'
    union all
    select entity_id, try_cast(value as timestamp), try_cast(value as timestamp), attribute = 'last_seen_at' from stated
    where tbl = 'asset' and attribute in ('first_seen_at', 'last_seen_at')
    union all
    select entity_id, coalesce(from_at, least(to_at, $on::timestamp)),
        if(to_at > $on::timestamp, greatest(from_at, $on::timestamp), coalesce(to_at, from_at)), true
    from (
        select h.entity_id, try_cast(a.from_at as timestamp) as from_at, try_cast(a.to_at as timestamp) as to_at
        from claimed_address a
        join node_entity h on h.claim = a.record and h.noun = 'asset'
        where a.asset_id = chr(31) || 'self'
        union all
        select r.entity_id, try_cast(a.from_at as timestamp), try_cast(a.to_at as timestamp)
        from claimed_address a
        join resolved r on r.noun = 'asset' and r.source = a.source and r.raw = a.asset_id
          and r.file = case when starts_with(a.asset_id, chr(31) || 'record') then a.file else '' end
    ) lent
) e
where e.begins is not null and e.entity_id is not null
group by e.entity_id
