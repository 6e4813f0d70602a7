-- What is to be protected: whole domains and the servers of directories, and stores of patient data.
select 'tier0' as target, 'domain' as kind, domain_sid as id from directory_sid
union
select 'tier0', 'asset', asset_id from living_asset where role = 'directory'
union
select 'patient_data', 'data_store', data_store_id from patient_store where data_class = 'patient'
