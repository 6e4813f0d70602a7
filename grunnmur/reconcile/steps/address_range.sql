-- The narrowest network that holds each address in its realm.
select a.realm, a.ip, n.network_id
from (select distinct realm, ip, as_number(ip) as number from address where network_id is null) a
join network_range n on n.realm = a.realm and n.first <= a.number and a.number <= n.last
qualify row_number() over (partition by a.realm, a.ip order by n.bits desc, n.network_id) = 1
