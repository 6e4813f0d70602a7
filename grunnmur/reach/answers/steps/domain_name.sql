-- What most accounts of the domain with this identifier call it.
select upper(a.domain)
from identifier i
join account a on a.account_id = i.entity_id
where i.noun = 'account' and i.kind = 'sid' and a.domain is not null and starts_with(i.value, $sid || '-')
group by 1
order by count(*) desc, 1
limit 1
