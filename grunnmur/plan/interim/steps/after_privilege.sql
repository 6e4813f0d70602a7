-- Nobody has rights over what is gone.
select p.* from privilege p
left join interim_thing t on t.noun = p.target_kind and t.entity_id = p.target_id
where t.effect is distinct from 'gone'
