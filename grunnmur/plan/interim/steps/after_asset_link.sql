-- Nothing stands on, manages or belongs to what is gone.
select * from asset_link where asset_id not in (select entity_id from interim_thing where noun = 'asset' and effect = 'gone') and other_id not in (select entity_id from interim_thing where noun = 'asset' and effect = 'gone')
