-- By what a source itself tells its things apart: used to see which identifiers many things share. A scan tells things
-- apart by address: a router that answers for its whole network lends many of them its hardware address.
select n.node, n.source,
       coalesce(h.short, min(i.value), case when n.format = 'nmap' then n.record_key end) as face
from node n
left join node_host h using (node)
left join written_identifier i on i.claim = n.claim and i.kind in ('inventory_no', 'asset_tag', 'account_name')
where n.noun = 'asset'
group by n.node, n.source, h.short, n.format, n.record_key
having face is not null
