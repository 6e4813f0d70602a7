-- The audience of each thing.
select noun, entity_id, audience_id as audience from thing_seen join audience_set using (organisations)
