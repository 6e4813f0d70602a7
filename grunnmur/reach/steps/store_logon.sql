-- Which account was seen on which machine of which store.
select l.account_id, m.data_store_id, min(m.height) as height, count(*) as logons, max(l."at") as last_logon_at
from logon l join store_machine m using (asset_id)
group by l.account_id, m.data_store_id
