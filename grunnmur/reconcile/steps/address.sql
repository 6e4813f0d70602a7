-- Addresses, with the network they lie in where no source says it.
select a.asset_id, a.realm, a.mac, a.ip, coalesce(a.network_id, r.network_id) as network_id, a.from_at, a.to_at
from address a
left join address_range r on r.realm = a.realm and r.ip = a.ip
