-- What is rebuilt is patched.
select * from detection
where asset_id not in (select entity_id from interim_thing where noun = 'asset' and effect in ('gone', 'mended'))
