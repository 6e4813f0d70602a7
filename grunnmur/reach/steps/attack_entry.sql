-- Where an attacker may begin, by class. What was seen to be called from the internet
-- and has a known way in is met from there, whatever its zone is called.
select 'client' as entry_class, 'asset' as kind, asset_id as id from living_asset where kind = 'client'
union
select 'medical', 'asset', asset_id from living_asset where kind = 'medical'
union
select 'internet', 'asset', l.asset_id
from living_asset l join asset_zone z using (asset_id) join zone o on z.kind = 'zone' and o.zone_id = z.zone_id
where lower(o.pillar) in ('dmz', 'internet', 'external')
union
select 'internet', 'zone', zone_id from zone where lower(pillar) in ('internet', 'external')
union
select 'internet', 'service', asset_id from outside_contact join weak_asset using (asset_id) where direction = 'in'
union
select 'supplier', 'account', a.account_id
from account a join person p on p.person_id = a.person_id join organisation o on o.organisation_id = p.organisation_id
where o.kind in ('supplier', 'partner') and a.enabled is distinct from false and a.kind is distinct from 'group'
union
select 'supplier', 'asset', l.asset_id
from living_asset l join device d using (asset_id) where d.remote_access in ('vendor_vpn', 'modem')
