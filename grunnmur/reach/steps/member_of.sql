-- Who is in which group. All users and computers of a domain are in its groups of those who are known, and of everyone,
-- though no directory lists them there; so are those of every domain it trusts, who are let in with its own.
select account_id, group_id, 'member' as through from membership where account_id <> group_id
union all
select s.entity_id, b.account_id, 'everyone'
from directory_built_in b
join directory_trust t on t.domain_sid = b.domain_sid
join directory_sid s on s.domain_sid = t.known_sid and s.noun = 'account' and s.rid in (513, 515)
where b.number in ('S-1-5-11', 'S-1-1-0')
