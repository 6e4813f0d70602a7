-- What is gone is known by no identifier.
select i.* from identifier i
left join interim_thing t on t.noun = i.noun and t.entity_id = i.entity_id
where t.effect is distinct from 'gone'
