-- Host names of assets: the full one where known, else the short one; a display name counts only if it looks like a host's.
with written as (
    select n.node, n.realm, lower(i.value) as host
    from node n join written_identifier i on i.claim = n.claim
    where n.noun = 'asset' and i.noun = 'asset' and i.kind in ('fqdn', 'hostname')
    union all
    select n.node, n.realm, lower(m.name)
    from node n join node_name m using (node)
    where n.noun = 'asset'
      and regexp_matches(lower(m.name), '^[a-z][a-z0-9_]*[0-9-][a-z0-9_-]*(\.[a-z0-9.-]+)?$')
),
plain as (
    select node, realm, regexp_extract(host, '^[^.]+') as short,
           case when contains(host, '.') then regexp_extract(host, '\.(.*)$', 1) end as domain
    from written
    where not regexp_matches(host, '^[0-9.:]+$') and host not in ('localhost', 'localhost.localdomain', 'unknown', 'ukjent')
)
select node, any_value(realm) as realm,
       arg_min(short, (domain is null, short)) as short,
       arg_min(domain, (domain is null, short, domain)) as domain
from plain
where length(short) >= 2
group by node
