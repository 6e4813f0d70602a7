select
    o.noun, o.entity_id,
    coalesce(asset.name, application.name, clinical_service.name, data_store.name, network.name,
        network.cidr, location.name, o.entity_id) as name,
    o.reason, o.steps, o.from_noun, o.from_id, o.effect
from outcome as o
left join asset on o.noun = 'asset' and asset.asset_id = o.entity_id
left join application on o.noun = 'application' and application.application_id = o.entity_id
left join clinical_service on o.noun = 'clinical_service' and clinical_service.service_id = o.entity_id
left join data_store on o.noun = 'data_store' and data_store.data_store_id = o.entity_id
left join network on o.noun = 'network' and network.network_id = o.entity_id
left join location on o.noun = 'location' and location.location_id = o.entity_id
order by o.steps, o.noun, 3, o.entity_id
