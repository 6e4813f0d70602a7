-- Approval against use, by what kind of employer the account's person has.
select o.kind as employer, a.approval, count(distinct a.account_id) as accounts, count(*) as pairs,
       count(*) filter (a.did) as used, count(*) filter (a.did is null) as use_unknown
from access a
left join organisation o using (organisation_id)
where a.could
group by 1, 2
order by 1, 2
