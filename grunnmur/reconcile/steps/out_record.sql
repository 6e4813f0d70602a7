select distinct source, record_key, noun, entity_id from node_entity where about
