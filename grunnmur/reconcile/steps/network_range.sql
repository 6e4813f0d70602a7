-- Every IPv4 network as a range of numbers.
select network_id, coalesce(realm, '') as realm, bits,
       start & ~((1::bigint << (32 - bits)) - 1) as first,
       start | ((1::bigint << (32 - bits)) - 1) as last
from (
    select network_id, realm, try_cast(split_part(cidr, '/', 2) as bigint) as bits, as_number(split_part(cidr, '/', 1)) as start
    from network
)
where start is not null and bits between 0 and 32
