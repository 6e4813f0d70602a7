-- One row an asset node, as the linkage model compares them.
select n.node as unique_id, n.source as source_dataset,
       min(i.value) filter (i.kind = 'serial' and not i.shared) as serial,
       min(i.value) filter (i.kind = 'uuid' and not i.shared) as uuid,
       list_sort(list(distinct i.value) filter (i.kind = 'mac' and not i.shared)) as macs,
       min(i.value) filter (i.kind = 'sid') as sid,
       min(i.value) filter (i.kind = 'inventory_no') as inventory_no,
       min(i.kind || ':' || i.value) filter (i.kind in ('asset_tag', 'cloud_id', 'moref', 'instance_uuid') and not i.shared) as tag,
       any_value(case when h.domain is not null then h.short || '.' || h.domain end) as fqdn,
       any_value(case when h.domain is not null or n.realm <> '' or not exists (
           select 1 from short_name_domain d where d.short = h.short) then h.short end) as short,
       any_value(h.domain) as domain,
       any_value(n.realm) as realm,
       any_value(regexp_extract(lower(m.vendor), '[a-zæøåäöü]+')) as maker
from node n
left join node_identifier i using (node)
left join (select * from node_host where node not in (select node from name_lost)) h using (node)
left join node_name m using (node)
where n.noun = 'asset'
group by n.node, n.source
