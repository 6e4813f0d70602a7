-- What our own rules look at when two asset nodes would become one.
select f.unique_id as node, f.serial, f.sid, f.uuid, m.kind,
       case when n.format in ('rvtools', 'sharphound', 'glpi', 'netbox', 'cyclonedx') then n.source || '|' || n.file || '|' || split_part(n.record_key, ':', 1) end as listing,
       coalesce(m.kind = 'controller', false)
         or coalesce(regexp_matches(f.short, '(^(ilo|idrac|bmc|ipmi|xcc|cimc)-?)|(-?(ilo|idrac|bmc|ipmi|xcc|cimc|rsa|mgmt)[0-9]*$)'), false) as controller
from asset_feature f
join node n on n.node = f.unique_id
left join node_name m on m.node = f.unique_id
order by f.unique_id
