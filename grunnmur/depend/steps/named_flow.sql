-- Flows with both ends named where they can be.
select f.*, s.asset_id as source_id, t.asset_id as target_id
from flow f
left join "end" s on s.realm = f.realm and s.ip = f.source_ip and s.on_date = f.on_date
left join "end" t on t.realm = f.realm and t.ip = f.target_ip and t.on_date = f.on_date
