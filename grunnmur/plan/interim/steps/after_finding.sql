-- What was found of a release or its patches does not hold for what is rebuilt.
select f.* from finding f
left join interim_thing t on t.noun = f.subject_kind and t.entity_id = f.subject_id
where t.effect is null or t.effect = 'apart' or t.effect = 'mended' and f.aspect not in ('lifecycle', 'security')
