-- Things that are gone are retired.
select * replace (if(asset_id in (select entity_id from interim_thing where noun = 'asset' and effect = 'gone'), 'retired', status) as status) from asset
