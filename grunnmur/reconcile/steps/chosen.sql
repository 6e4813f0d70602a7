-- The winning claims.
select tbl, entity_id, attribute, value from judged where chosen
