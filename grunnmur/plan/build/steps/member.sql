-- What every workload is made of.
select workload_id, 'asset' as noun, asset_id as entity_id from member_asset
union all
select workload_id, 'application', application_id from grouped_application
