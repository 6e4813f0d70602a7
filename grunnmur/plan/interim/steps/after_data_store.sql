-- Where the data of a thing that is gone will lie is not known.
select * replace (if(asset_id in (select entity_id from interim_thing where noun = 'asset' and effect = 'gone'), null, asset_id) as asset_id) from data_store
