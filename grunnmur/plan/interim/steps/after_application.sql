-- Applications that are gone are retired.
select * replace (if(application_id in (select entity_id from interim_thing where noun = 'application' and effect = 'gone'), 'retired', status) as status) from application
