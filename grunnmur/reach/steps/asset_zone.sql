-- The zones a thing stands in today: by the network its address names, else by the narrowest range in the realm that
-- holds it. Where no register knows, the zones that packet filters make of addresses. No zone known is the zone ''.
with split as (
    select network_id as id, coalesce(realm, '') as realm, string_split(split_part(cidr, '/', 1), '.') as part,
        split_part(cidr, '/', 2) as bits
    from network where regexp_full_match(cidr, '\d{1,3}(\.\d{1,3}){3}/\d{1,2}')
    union all
    select ip, coalesce(realm, ''), string_split(ip, '.'), null
    from (
        select distinct a.realm, a.ip
        from address a left join network n on n.network_id = a.network_id
        where n.zone_id is null
    )
    where regexp_full_match(ip, '\d{1,3}(\.\d{1,3}){3}')
), numbered as (
    select id, realm, bits::integer as bits,
        ((part[1]::bigint * 256 + part[2]::bigint) * 256 + part[3]::bigint) * 256 + part[4]::bigint as number
    from split
), range_of as (
    select id as network_id, realm, bits, number // (1::bigint << (32 - bits)) as beginning from numbered where bits <= 32
), found as (
    select n.realm, n.id as ip, r.network_id, w.realm like 'filter:%' as of_filter
    from numbered n
    join (select distinct realm, bits from range_of) w on w.realm = n.realm or w.realm like 'filter:%'
    join range_of r
        on r.realm = w.realm and r.bits = w.bits and r.beginning = n.number // (1::bigint << (32 - w.bits))
    where n.bits is null
    qualify row_number() over (partition by n.realm, n.id, w.realm order by r.bits desc, r.network_id) = 1
), today as (
    select asset_id, coalesce(realm, '') as realm, ip, network_id from address
    where to_at is null or to_at::date >= $on::date
), placed as (
    select a.asset_id, n.zone_id, false as of_filter
    from today a
    left join found f on f.realm = a.realm and f.ip = case when a.network_id is null then a.ip end and f.of_filter = false
    join network n on n.network_id = coalesce(a.network_id, f.network_id)
    where n.zone_id is not null
), filtered as (
    select a.asset_id, n.zone_id
    from today a
    join found f on f.realm = a.realm and f.ip = a.ip and f.of_filter
    join network n on n.network_id = f.network_id
    where n.zone_id is not null and a.asset_id not in (select asset_id from placed where asset_id is not null)
), known as (
    select asset_id, zone_id from placed union select asset_id, zone_id from filtered
)
select asset_id, zone_id from known where asset_id is not null
union
select asset_id, '' from asset
where asset_id not in (select asset_id from known where asset_id is not null) and status is distinct from 'retired'
