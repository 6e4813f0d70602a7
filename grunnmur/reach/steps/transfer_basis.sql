-- Suppliers with a basis for transfer out of the EEA that holds on the day.
select distinct supplier_id as organisation_id from contract
where transfer_basis is not null and (valid_to is null or valid_to >= $on::date) and supplier_id is not null
