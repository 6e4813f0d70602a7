-- The zones a thing stands in today: by the network its address names, else by the narrowest range in the realm that
-- holds it. Where no register knows, the zones that packet filters make of addresses; then a network of a register it
-- is in is one too, since what stays in a network passes no filter. No zone known is the zone ''.
with range_of as (
    select w.network_id, coalesce(w.realm, '') as realm, n.width, split_part(w.cidr, '/', 2)::integer as bits, n.number
    from network w join ip_number n on n.ip = split_part(w.cidr, '/', 1)
    where regexp_full_match(split_part(w.cidr, '/', 2), '\d{1,3}') and split_part(w.cidr, '/', 2)::integer <= n.width
), beginning as (
    select network_id, realm, width, bits,
        case when bits = 0 then 0::uhugeint else number // (1::uhugeint << (width - bits)::uhugeint) end as beginning
    from range_of
), spot as (
    select distinct coalesce(a.realm, '') as realm, a.ip, n.width, n.number
    from address a join ip_number n using (ip) left join network w on w.network_id = a.network_id
    where w.zone_id is null
), asked as materialized (  -- else the engine meets every address with every network before it compares them
    select s.realm, s.ip, w.realm as where_realm, w.width, w.bits,
        case when w.bits = 0 then 0::uhugeint else s.number // (1::uhugeint << (w.width - w.bits)::uhugeint) end as beginning
    from spot s
    join (select distinct realm, width, bits from beginning) w
        on w.width = s.width and (w.realm = s.realm or w.realm like 'filter:%')
), found as (
    select s.realm, s.ip, r.network_id, s.where_realm like 'filter:%' as of_filter
    from asked s
    join beginning r
        on r.realm = s.where_realm and r.width = s.width and r.bits = s.bits and r.beginning = s.beginning
    qualify row_number() over (partition by s.realm, s.ip, s.where_realm order by r.bits desc, r.network_id) = 1
), today as (
    select asset_id, coalesce(realm, '') as realm, ip, network_id from address
    where asset_id is not null and (to_at is null or to_at::date >= $on::date)
), networked as (
    select a.asset_id, n.network_id, n.zone_id
    from today a
    left join found f on f.realm = a.realm and f.ip = case when a.network_id is null then a.ip end and not f.of_filter
    join network n on n.network_id = coalesce(a.network_id, f.network_id)
), filtered as (
    select a.asset_id, n.zone_id
    from today a
    join found f on f.realm = a.realm and f.ip = a.ip and f.of_filter
    join network n on n.network_id = f.network_id
    where n.zone_id is not null and a.asset_id not in (select asset_id from networked where zone_id is not null)
), known as (
    select asset_id, 'zone' as kind, zone_id from networked where zone_id is not null
    union
    select asset_id, 'zone', zone_id from filtered
    union
    select asset_id, 'network', network_id from networked
    where zone_id is null and asset_id in (select asset_id from filtered)
)
select asset_id, kind, zone_id from known
union
select asset_id, 'zone', '' from asset
where asset_id not in (select asset_id from known) and status is distinct from 'retired'
