-- What is gone has no address.
select * from address where asset_id is null or asset_id not in (select entity_id from interim_thing where noun = 'asset' and effect = 'gone')
