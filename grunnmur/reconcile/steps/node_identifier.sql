-- Every identifier of every node, with whether it is one that many things share.
select distinct n.node, n.noun, i.kind,
       case when i.kind = 'inventory_no'
            then coalesce(n.organisation, lower(m.organisation), '') || ':' || i.value
            else i.value end as value,
       i.value as plain_value,
       i.written,
       s.value is not null as shared
from written_identifier i
join node n on n.claim = i.claim
left join node_name m using (node)
left join identifier_shared s on s.kind = case when n.noun = 'asset' then i.kind end and s.value = i.value
