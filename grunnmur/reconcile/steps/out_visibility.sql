-- Owner, operator and data controller of a thing may see it.
select distinct tbl as noun, entity_id, value as organisation_id
from chosen
where (tbl, attribute) in (('asset', 'organisation_id'), ('asset', 'operator_id'), ('asset', 'controller_id'),
    ('application', 'organisation_id'), ('application', 'controller_id'), ('data_store', 'controller_id'),
    ('contract', 'customer_id'), ('assessment', 'organisation_id'), ('person', 'organisation_id'))
