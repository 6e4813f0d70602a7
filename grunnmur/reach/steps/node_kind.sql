-- Which nodes are stores of patient data, and which are identities: accounts that are no groups.
select n.node, s.id is not null as store, a.id is not null as identity
from access_node n
left join (select 'data_store' as kind, data_store_id as id from patient_store) s on s.kind = n.kind and s.id = n.id
left join (select 'account' as kind, account_id as id from account where account.kind is distinct from 'group') a
    on a.kind = n.kind and a.id = n.id
