-- Who had an address on which days; undated addresses hold always, but a dated one is believed first.
select asset_id, realm, ip,
       cast(from_at as date) as from_on, cast(to_at as date) as to_on,
       from_at is not null or to_at is not null as dated
from address
where ip is not null
