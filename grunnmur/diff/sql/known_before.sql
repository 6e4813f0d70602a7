-- What each source said before of each attribute.
select distinct noun, entity_id, attribute, source, value from before.evidence
