-- Groups every domain has under a number of their own, with their domain: administrators, all who are known, everyone.
select i.entity_id as account_id, b.domain_sid, b.number
from (
    select domain_sid, number, domain || '-' || number as value
    from directory_domain, (select unnest(['S-1-5-32-544', 'S-1-5-11', 'S-1-1-0']) as number)
) b
join identifier i on i.value = b.value and i.noun = 'account' and i.kind = 'sid'
