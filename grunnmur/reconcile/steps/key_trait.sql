-- Keys of which a thing has one: two nodes with different ones are never the same.
select node, noun, min(kind || '=' || value) as own_key
from node_identifier
where (noun, kind) in (('organisation', 'organisation_no'), ('application', 'application_no'),
    ('data_store', 'store_no'), ('person', 'employee_no'), ('account', 'sid'), ('contract', 'contract_no'))
group by node, noun
