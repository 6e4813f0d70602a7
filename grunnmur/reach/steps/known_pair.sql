-- The pairs with what the rules ask of them. Groups are no identities, and a closed account reaches nothing;
-- what it was seen to do stays.
select p.account_id, p.data_store_id,
    if(p.by_right, 'p-' || substr(md5(p.account_id || '|' || p.data_store_id), 1, 20), null) as path_id, p.steps, p.marks, p.logons, p.last_logon_at,
    case when p.by_right and a.enabled is distinct from false then true when p.by_right then false end as could,
    case when p.logons > 0 then true when s.logons_seen then false end as did,
    case
        when s.logged then true
        when p.by_right and (p.marks & 192) = 0 then true
        when not s.logged and p.by_right and (p.marks & 64) > 0 then false
        when not s.logged and not p.by_right then false
    end as provable,
    (p.marks & 2) > 0 as as_operator,
    case
        when not p.by_right or (p.marks & 4) > 0 then 'missing'
        when (p.marks & 8) > 0 then 'expired'
        when (p.marks & 32) > 0 then 'not_known'
        when (p.marks & 16) > 0 then 'undated'
        else 'valid'
    end as approval,
    a.kind as account_kind, a.person_id, n.organisation_id, n.country, o.kind as employer_kind,
    d.data_class, d.controller_id, c.kind as controller_kind
from pair p
join account a on a.account_id = p.account_id
join patient_store d on d.data_store_id = p.data_store_id
left join store_logged s on s.data_store_id = p.data_store_id
left join person n on n.person_id = a.person_id
left join organisation o on o.organisation_id = n.organisation_id
left join organisation c on c.organisation_id = d.controller_id
where a.kind is distinct from 'group' and (a.enabled is distinct from false or p.logons > 0)
