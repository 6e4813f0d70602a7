-- What the directory's links lead to, where the catalogue knows what they give. Left out is what those hold by default who
-- control the whole domain anyway: that is said once, of the domain. What they hold in another domain is no default.
-- `grant` tells links that one change takes away: what is inherited is set once, above. A closed account is gained only by
-- what opens it again: a password alone does not.
with named as (
    select
        if(l.from_kind = 'principal', f.kind, l.from_kind) as from_kind,
        if(l.from_kind = 'principal', f.entity_id, l.from_id) as from_id,
        if(l.to_kind = 'principal', t.kind, l.to_kind) as to_kind,
        if(l.to_kind = 'principal', t.entity_id, l.to_id) as to_id,
        if(coalesce(t.is_group, false), 'group', if(l.to_kind = 'principal', t.kind, l.to_kind)) as target,
        l.link as through, coalesce(l.inherited, false) as inherited
    from directory_link l
    left join directory_principal f on f.id = case when l.from_kind = 'principal' then l.from_id end
    left join directory_principal t on t.id = case when l.to_kind = 'principal' then l.to_id end
    left join account c on c.account_id = case when t.kind = 'account' then t.entity_id end
    where (l.to_kind = 'domain' or l.from_kind <> 'principal' or not regexp_matches(
            l.from_id, '(^S-1-5-21-\d+-\d+-\d+-(500|512|516|519)|(^|-)S-1-5-32-544|(^|-)S-1-5-(9|10|18)|(^|-)S-1-3-0)$')
        or (regexp_matches(l.from_id, '^S-1-5-21-\d+-\d+-\d+-(500|512|516)$')
            and l.to_id in (select id from directory_place)
            and (l.to_id, regexp_extract(l.from_id, '^(S-1-5-21-\d+-\d+-\d+)-', 1)) not in (select (id, domain_sid) from directory_place)))
        and not (c.enabled is not distinct from false and l.link in (
            'force_change_password', 'all_extended_rights', 'read_gmsa_password', 'service_password', 'add_key_credential_link', 'write_spn'))
)
select n.from_kind, n.from_id, n.to_kind, n.to_id, n.through, m.as_right, bool_and(n.inherited) as inherited,
    (32 + 128 + case when n.to_kind in ('domain', 'container', 'policy') or n.from_kind in ('container', 'policy') then 2 else 0 end) as marks
from named n join directory_move m on m.through = n.through and m.target = n.target
where n.from_id is not null and n.to_id is not null and (n.from_kind, n.from_id) <> (n.to_kind, n.to_id)
group by n.from_kind, n.from_id, n.to_kind, n.to_id, n.through, m.as_right
union all
select 'asset', f.entity_id, 'account', t.entity_id, 'member', true, false, 0
from directory_link l
join directory_principal f on f.id = l.from_id and f.kind = 'asset'
join directory_principal t on t.id = l.to_id and t.is_group
where l.link = 'member'
