-- What the rules of linking look at, besides identifiers: one row a node.
select n.node,
       max(value) filter (attribute = 'name') as name,
       max(value) filter (attribute = 'kind') as kind,
       max(value) filter (attribute = 'organisation_id') as organisation,
       max(value) filter (attribute = 'realm') as own_realm,
       max(value) filter (attribute = 'cidr') as cidr,
       max(value) filter (attribute = 'domain') as domain,
       max(value) filter (attribute = 'vendor') as vendor,
       max(value) filter (attribute = 'model') as model,
       max(value) filter (attribute = 'status') as status,
       max(value) filter (attribute = 'last_seen_at') as last_seen_at
from node n
join said s on s.claim = n.claim and s.tbl = n.noun
where attribute in ('name', 'kind', 'organisation_id', 'realm', 'cidr', 'domain', 'vendor', 'model', 'status', 'last_seen_at')
group by n.node
