-- Addresses that more than one thing had. All others name their only holder (`endpoint`).
select realm, ip
from holder
group by realm, ip
having count(distinct asset_id) > 1
