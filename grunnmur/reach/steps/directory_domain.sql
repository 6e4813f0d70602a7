-- The name each domain goes by among its accounts: built-in groups carry that name in front of their number.
select upper(a.domain) as domain, mode(s.domain_sid order by s.domain_sid) as domain_sid
from account a join directory_sid s on s.noun = 'account' and s.entity_id = a.account_id
where a.domain is not null
group by upper(a.domain)
