-- Those that are another than the run before judged.
select * from noticed_thing t
anti join kept_noticed_thing k on k.asset_id = t.asset_id and k.digest = t.digest
