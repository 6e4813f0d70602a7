-- Every place a workload has something in, and every place those are in.
select distinct m.workload_id, u.above_id as location_id
from member_asset m join asset a using (asset_id) join location_above u on u.location_id = a.location_id
order by all
