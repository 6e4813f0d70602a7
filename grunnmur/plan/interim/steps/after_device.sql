-- What is set apart meets nobody on the network, and nobody meets it.
select * replace (if(asset_id in (select entity_id from interim_thing where noun = 'asset' and effect = 'apart'), false, networked) as networked)
from device
union all by name
select entity_id as asset_id, false as networked
from interim_thing
where noun = 'asset' and effect = 'apart' and entity_id not in (select asset_id from device)
