-- Addresses in traffic that are not plainly IPv4.
select distinct ip
from traffic_ip
where not regexp_matches(ip, '^((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])[.]){3}(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])$')
