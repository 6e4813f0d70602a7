-- The pairs, each with the worst answer of the rules about it, and the first end of the rights in its shortest chain.
with ending as (
    select s.path_id, min(p.valid_to) as valid_to
    from chain_step s join privilege p on s."by" = 'right_' || coalesce(p.level, 'unknown')
        and p.account_id = s."from" and p.target_kind = s.to_kind and p.target_id = s."to"
    group by s.path_id
)
select k.account_id, k.data_store_id,
    case when k.could then true when k.could is not null then false end as could,
    k.did, k.provable, k.organisation_id, k.country,
    case when v.fails then 'fail' when v.fails is not null then 'unknown' else 'pass' end as verdict,
    k.path_id, k.steps, k.as_operator, k.approval, e.valid_to, k.logons, k.last_logon_at
from known_pair k
left join (
    select account_id, data_store_id, bool_or(verdict = 'fail') as fails from violation group by all
) v on v.account_id = k.account_id and v.data_store_id = k.data_store_id
left join ending e on e.path_id = k.path_id
