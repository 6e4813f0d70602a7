-- Words that sensors use for what they recognise.
select distinct service from flow_day where service is not null
