-- Traffic between things of ours and addresses outside every private range, with the registered network they lie in.
-- A column's repeated texts may be worked out before a condition chooses among them: what is no number must not fail.
with ends as (
    select source_id as asset_id, 'out' as direction, target_ip as ip, realm, protocol, port, answered, flows, bytes, first_seen_at, last_seen_at
    from conversed where source_id is not null and target_id is null
    union all
    select target_id, 'in', source_ip, realm, protocol, port, answered, flows, bytes, first_seen_at, last_seen_at
    from conversed where target_id is not null and source_id is null
),
numbered as (
    select *, case when regexp_full_match(ip, '\d{1,3}(\.\d{1,3}){3}') then
        list_reduce(list_transform(string_split(ip, '.'), lambda part: try_cast(part as bigint)), lambda one, other: one * 256 + other) end as number
    from ends
),
outside as (
    select n.*
    from numbered n
    left join odd_spelling o on o.written = n.ip
    left join address_kind one on one.beginning = split_part(n.ip, '.', 1)
    left join address_kind two on two.beginning = concat(split_part(n.ip, '.', 1), '.', split_part(n.ip, '.', 2))
    where n.ip is not null and coalesce(o.kind, two.kind, one.kind, 'public') = 'public'
),
range_of as (
    select network_id, try_cast(split_part(cidr, '/', 2) as integer) as bits,
        list_reduce(list_transform(string_split(split_part(cidr, '/', 1), '.'), lambda part: try_cast(part as bigint)), lambda one, other: one * 256 + other) as beginning
    from network where regexp_full_match(cidr, '\d{1,3}(\.\d{1,3}){3}/\d{1,2}')
),
placed_four as (
    select a.number, r.network_id
    from (select distinct number from outside where number is not null) a
    cross join (select distinct bits from range_of where bits <= 32) b
    join range_of r on r.bits = b.bits and r.beginning // (1::bigint << (32 - r.bits)) = a.number // (1::bigint << (32 - b.bits))
    qualify row_number() over (partition by a.number order by r.bits desc, r.network_id) = 1
),
placed as (
    select o.*, coalesce(p.network_id, s.network_id) as network_id
    from outside o
    left join placed_four p on p.number = o.number
    left join placed_six s on s.ip = o.ip
)
select o.asset_id, o.direction, coalesce(o.network_id, o.ip) as peer, o.network_id, o.protocol, o.port,
    count(distinct o.ip) as addresses, bool_or(o.answered) as answered, try_sum(o.flows) as flows, try_sum(o.bytes) as bytes,
    min(o.first_seen_at) as first_seen_at, max(o.last_seen_at) as last_seen_at
from placed o
group by o.asset_id, o.direction, coalesce(o.network_id, o.ip), o.network_id, o.protocol, o.port
