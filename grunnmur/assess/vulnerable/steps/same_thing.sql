-- Things of which all that the run before found still holds.
select thing_id from thing_digest where thing_id not in (select thing_id from changed_thing)
