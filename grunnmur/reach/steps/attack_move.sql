-- Every move an attacker may make, from what is held to what is gained. A thing whose zone is not known is in the
-- zone '', from which every zone is met; it is met itself in the zone '*', which is met from every zone. What a
-- directory's control lists inherit goes through one 'grant' a holder and right: it is taken away where it is set. What
-- was seen to call a server for backups, and not just to log on to it, is taken to be backed up there. Who may log on to a
-- thing is taken to make it theirs.
with recent as (
    select distinct account_id, asset_id from logon
    where account_id is not null and asset_id is not null and ("at" is null or "at"::date >= $on::date - $session_days::integer)
), moves as (
    select 'asset' as from_kind, r.asset_id as from_id, 'account' as to_kind, r.account_id as to_id, 'session' as through
    from recent r join account a using (account_id) where a.kind is distinct from 'group' and a.enabled is distinct from false
    union
    select from_kind, from_id, to_kind, to_id, through from right_link
    union
    select 'domain', s.domain_sid, 'account', s.entity_id, 'domain_account'
    from directory_sid s join account a on s.noun = 'account' and a.account_id = s.entity_id
    where a.enabled is distinct from false
        and (a.kind is distinct from 'group' or a.account_id in (select group_id from leading_group))
    union
    select from_kind, from_id, to_kind, to_id, through from directory_control
    where not inherited and through <> 'enroll_as_anyone'
    union
    select from_kind, from_id, 'template', template_id, 'enroll_as_anyone' from certificate_enrolment
    union
    select from_kind, from_id, 'grant', from_id || '|' || through, through from directory_control
    where inherited and through <> 'enroll_as_anyone'
    union
    select 'grant', from_id || '|' || through, to_kind, to_id, 'inherits' from directory_control
    where inherited and through <> 'enroll_as_anyone'
    union
    select 'asset', b.asset_id, 'asset', f.source_id, 'backs_up'
    from flow f
    join living_asset b on b.asset_id = f.target_id and b.role = 'backup'
    join living_asset s on s.asset_id = f.source_id
    where f.answered is distinct from false and not list_contains($opening_ports, f.port)
    union
    select 'asset', asset_id, 'asset', other_id, 'gateway' from asset_link where relation = 'gateway_for'
    union
    select 'asset', z.asset_id, z.kind, z.zone_id, if(z.zone_id = '', 'place_unknown', 'present')
    from asset_zone z join living_asset using (asset_id)
    union
    select 'zone', from_zone, to_kind, to_zone, through from zone_opening
    union
    select 'zone', '', 'zone', zone_id, 'present' from zone
    union
    select z.kind, if(z.zone_id = '', '*', z.zone_id), 'service', w.asset_id, if(z.zone_id = '', 'place_unknown', 'exposed')
    from weak_asset w join asset_zone z using (asset_id)
    union
    select 'front', z.zone_id, 'service', w.asset_id, 'exposed'
    from weak_asset w join asset_zone z using (asset_id) where w.by_any and z.kind = 'zone' and z.zone_id <> ''
    union
    select 'account', account_id, 'asset', target_id, 'right_logon'
    from privilege where target_kind = 'asset' and level = 'logon'
    union
    select 'zone', zone_id, 'zone', '*', 'present' from (select zone_id from asset_zone where kind = 'zone' union select zone_id from zone)
    union
    select 'service', asset_id, 'asset', asset_id, if(mended, 'patch', 'isolate') from weak_asset
)
select * from moves
where from_id is not null and to_id is not null and (from_kind, from_id) <> (to_kind, to_id)
