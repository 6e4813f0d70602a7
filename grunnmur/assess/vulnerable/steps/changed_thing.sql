-- Things that are another than the run before judged. Only these are judged now.
select t.thing_id from thing_digest t anti join kept_thing k on k.thing_id = t.thing_id and k.digest = t.digest
