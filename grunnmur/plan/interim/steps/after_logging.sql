-- What is gone logs nothing.
select * from logging where asset_id not in (select entity_id from interim_thing where noun = 'asset' and effect = 'gone')
