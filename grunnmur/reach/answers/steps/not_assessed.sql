-- The note that what can be broken into was not known.
select code from note where code = 'reach_not_assessed' limit 1
