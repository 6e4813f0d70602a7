-- The pairs, each with the worst answer of the rules about it.
select k.account_id, k.data_store_id,
    case when k.could then true when k.could is not null then false end as could,
    k.did, k.provable, k.country,
    case when v.fails then 'fail' when v.fails is not null then 'unknown' else 'pass' end as verdict,
    if(v.fails is not null and k.steps is not null, 'p-' || substr(md5(k.account_id || '|' || k.data_store_id), 1, 20), null) as path_id,
    k.steps, k.as_operator, k.approval, k.logons, k.last_logon_at
from known_pair k
left join (
    select account_id, data_store_id, bool_or(verdict = 'fail') as fails from violation group by all
) v on v.account_id = k.account_id and v.data_store_id = k.data_store_id
