-- Who stands on whom, and by what. A management card that stops takes nothing with it.
select provider_kind as noun, provider_id as entity_id, consumer_kind as on_noun, consumer_id as on_id,
    'dependency' as reason
from dependency
union
select 'asset', asset_id, 'application', application_id, 'component' from component
union
select 'asset', other_id, 'asset', asset_id, 'hosted_on' from asset_link where relation = 'hosted_on'
union
select 'asset', other_id, 'asset', asset_id, 'member_of' from asset_link where relation = 'member_of'
union
select 'asset', asset_id, 'asset', other_id, 'gateway_for' from asset_link where relation = 'gateway_for'
union
select 'asset', asset_id, 'data_store', data_store_id, 'stored_on' from data_store where asset_id is not null
union
select 'data_store', data_store_id, 'application', application_id, 'data_of'
from data_store where kind = 'primary' and application_id is not null
union
select 'application', application_id, 'clinical_service', service_id, 'service_member' from service_member
union
select 'network', network_id, 'asset', asset_id, 'connected_to' from address where network_id is not null
union
select 'location', location_id, 'asset', asset_id, 'stands_in' from asset where location_id is not null
union
select 'location', parent_id, 'location', location_id, 'part_of' from location where parent_id is not null
union
select 'location', location_id, 'network', network_id, 'stands_in' from network where location_id is not null
