-- Accounts, groups and machines by the identifiers a directory writes.
select distinct i.value as id, i.noun as kind, i.entity_id, i.noun = 'account' and a.kind = 'group' as is_group
from identifier i left join account a on a.account_id = case when i.noun = 'account' then i.entity_id end
where i.kind = 'sid' and i.noun in ('account', 'asset')
