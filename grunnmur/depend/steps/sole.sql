-- Addresses that only one thing ever had.
select realm, ip, min(asset_id) as asset_id
from holder
group by realm, ip
having count(distinct asset_id) = 1
