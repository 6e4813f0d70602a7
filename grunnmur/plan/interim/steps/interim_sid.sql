-- Identifiers of things that are gone.
select i.value from identifier i
join interim_thing t on t.noun = i.noun and t.entity_id = i.entity_id and t.effect = 'gone'
where i.kind = 'sid'
