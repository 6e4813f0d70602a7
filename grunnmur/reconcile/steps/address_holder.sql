-- Who had which address when, by cluster: leases and registers, never the scans that are to be named.
select distinct l.cluster, coalesce(nullif(a.realm, ''), n.realm) as realm, a.ip,
       try_cast(a.from_at as timestamp) as from_at, try_cast(a.to_at as timestamp) as to_at,
       a.from_at is not null or a.to_at is not null as dated
from claimed_address a
join node n on n.claim = a.record
join linked l using (node)
where a.ip is not null and n.noun = 'asset' and n.format <> 'nmap'
union
select distinct l.cluster, coalesce(nullif(a.realm, ''), n.realm), a.ip,
       try_cast(a.from_at as timestamp), try_cast(a.to_at as timestamp),
       a.from_at is not null or a.to_at is not null
from claimed_address a
join header h on h.claim = a.claim
join source_setting n on n.source = h.source
join node_identifier i on i.kind = 'mac' and not i.shared and i.noun = 'asset'
     and i.value = coalesce(as_mac(a.asset_id), case when starts_with(a.asset_id, chr(31) || 'mac') then split_part(a.asset_id, chr(31), 3) end)
join linked l using (node)
where a.ip is not null
