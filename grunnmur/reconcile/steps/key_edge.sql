-- Other nouns: two nodes that share a key of theirs are one thing. Weight says which keys to trust first.
with keyed as (
    select node, noun, kind || '=' || value as key, 3 as weight
    from node_identifier
    where (noun, kind) in (('organisation', 'organisation_no'), ('application', 'application_no'),
        ('data_store', 'store_no'), ('person', 'employee_no'), ('person', 'email'), ('account', 'sid'),
        ('contract', 'contract_no'), ('product', 'cpe'), ('product', 'purl'), ('location', 'cloud_id'),
        ('network', 'cloud_id'), ('data_store', 'cloud_id'), ('application', 'serial'))
    union all
    select node, noun, 'name=' || value, 2
    from node_identifier
    where kind = 'alias' and noun in ('organisation', 'location')
    union all
    select n.node, n.noun, 'name=' || lower(trim(m.name)), 2
    from node n join node_name m using (node)
    where n.noun in ('organisation', 'location', 'zone', 'clinical_service', 'application', 'data_store', 'contract', 'product')
      and m.name is not null
    union all
    select n.node, n.noun, 'range=' || coalesce(m.own_realm, n.realm) || '|' || coalesce(m.cidr, lower(m.name)), 2
    from node n join node_name m using (node)
    where n.noun = 'network' and coalesce(m.cidr, m.name) is not null
    union all
    select n.node, n.noun, 'account=' || lower(m.domain) || '|' || lower(m.name), 2
    from node n join node_name m using (node)
    where n.noun = 'account' and m.domain is not null and m.name is not null
)
select first_value(node) over (partition by noun, key order by node) as a, node as b, noun, weight
from keyed
qualify a <> b
