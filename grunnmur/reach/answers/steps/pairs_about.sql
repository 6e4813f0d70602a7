-- Every pair of an account or store that is called $written, or whose person or machine is. What passes comes last.
with meant as (
    select 'account' as noun, account_id as id
    from account a
    left join person p using (person_id)
    where lower($written) in (lower(account_id), lower(a.name), lower(a.person_id), lower(p.name))
    union
    select 'data_store', data_store_id
    from data_store d
    left join asset a using (asset_id)
    where lower($written) in (lower(data_store_id), lower(d.name), lower(d.asset_id), lower(a.name),
                           lower(split_part(a.name, '.', 1)))
)
select a.account_id, a.organisation_id, a.country, a.data_store_id,
       case when could then 'right_held' when could is null then 'right_none' else 'right_closed' end as "right",
       case when did then 'used' when not did then 'not_used' end as used,
       case when provable then 'provable' when not provable then 'not_provable' end as provable,
       a.approval, a.valid_to, a.verdict,
       coalesce((select list(distinct {rule: v.rule_id, verdict: v.verdict} order by {rule: v.rule_id, verdict: v.verdict})
                 from access_violation v
                 where v.account_id = a.account_id and v.data_store_id = a.data_store_id), []) as rules,
       a.path_id
from access a
where ('account', a.account_id) in (select (noun, id) from meant)
   or ('data_store', a.data_store_id) in (select (noun, id) from meant)
order by a.verdict = 'pass', a.verdict, a.account_id, a.data_store_id
