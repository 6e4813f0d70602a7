-- Traffic between things of ours and addresses outside every private range, with the registered network they lie in.
-- Private: RFC 1918, 6598 (carriers), 3927 (link-local), 1122 (loopback, and all from 240), 5771 (multicast: 224 to 239);
-- IPv6: RFC 4193, 4291. What lies from 220 to 223 is the internet's.
with ends as (
    select source_id as asset_id, 'out' as direction, target_ip as ip, realm, protocol, port, flows, bytes, first_seen_at, last_seen_at
    from conversed where source_id is not null and target_id is null
    union all
    select target_id, 'in', source_ip, realm, protocol, port, flows, bytes, first_seen_at, last_seen_at
    from conversed where target_id is not null and source_id is null
),
numbered as (
    select *, case when regexp_full_match(ip, '\d{1,3}(\.\d{1,3}){3}') then
        list_reduce(list_transform(string_split(ip, '.'), lambda part: part::bigint), lambda one, other: one * 256 + other) end as number
    from ends
),
outside as (
    select * from numbered
    where not coalesce(
        regexp_matches(ip, '^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|169\.254\.|127\.|0\.|22[4-9]\.|2[3-5]\d\.)')
        or regexp_matches(lower(ip), '^(fc|fd|fe[89ab]|ff)') or ip in ('::', '::1'), true)
),
range_of as (
    select network_id, split_part(cidr, '/', 2)::integer as bits,
        list_reduce(list_transform(string_split(split_part(cidr, '/', 1), '.'), lambda part: part::bigint), lambda one, other: one * 256 + other) as beginning
    from network where regexp_full_match(cidr, '\d{1,3}(\.\d{1,3}){3}/\d{1,2}')
),
placed as (
    select a.number, r.network_id
    from (select distinct number from outside where number is not null) a
    join range_of r on r.bits <= 32 and a.number // (1::bigint << (32 - r.bits)) = r.beginning // (1::bigint << (32 - r.bits))
    qualify row_number() over (partition by a.number order by r.bits desc, r.network_id) = 1
)
select o.asset_id, o.direction, coalesce(p.network_id, o.ip) as peer, p.network_id, o.protocol, o.port,
    count(distinct o.ip) as addresses, sum(o.flows) as flows, sum(o.bytes) as bytes,
    min(o.first_seen_at) as first_seen_at, max(o.last_seen_at) as last_seen_at
from outside o
left join placed p on p.number = o.number
group by o.asset_id, o.direction, coalesce(p.network_id, o.ip), p.network_id, o.protocol, o.port
