-- The realm most of an application's things have their addresses in.
select c.application_id, a.realm
from (select distinct application_id, asset_id from component) c
join (select distinct asset_id, realm from address where realm <> '') a on a.asset_id = c.asset_id
group by c.application_id, a.realm
qualify row_number() over (partition by c.application_id order by count(*) desc, a.realm) = 1
