-- Nobody is logged on to what is gone.
select * from logon where asset_id is null or asset_id not in (select entity_id from interim_thing where noun = 'asset' and effect = 'gone')
