-- Which network each address lies in: the one its source names, else the narrowest in its realm that
-- holds it. Ranges are compared as numbers: an address belongs to a range when both begin alike.
with split as (
    select network_id as id, coalesce(realm, '') as realm, string_split(split_part(cidr, '/', 1), '.') as part,
        split_part(cidr, '/', 2) as bits, cidr
    from network where regexp_full_match(cidr, '\d{1,3}(\.\d{1,3}){3}/\d{1,2}')
    union all
    select ip, coalesce(realm, ''), string_split(ip, '.'), null, null
    from (select distinct realm, ip from address where network_id is null)
    where regexp_full_match(ip, '\d{1,3}(\.\d{1,3}){3}')
), numbered as (
    select id, realm, bits::integer as bits,
        ((part[1]::bigint * 256 + part[2]::bigint) * 256 + part[3]::bigint) * 256 + part[4]::bigint as number
    from split
), range_of as (
    select id as network_id, realm, bits, number // (1::bigint << (32 - bits)) as beginning
    from numbered where bits <= 32
), found as (
    select n.realm, n.id as ip, r.network_id
    from numbered n
    join (select distinct realm, bits from range_of) w on w.realm = n.realm
    join range_of r
        on r.realm = w.realm and r.bits = w.bits and r.beginning = n.number // (1::bigint << (32 - w.bits))
    where n.bits is null
    qualify row_number() over (partition by n.realm, n.id order by r.bits desc, r.network_id) = 1
)
select a.asset_id, coalesce(a.network_id, f.network_id) as network_id, a.from_at, a.to_at
from address a left join found f on f.realm = coalesce(a.realm, '') and f.ip = a.ip
