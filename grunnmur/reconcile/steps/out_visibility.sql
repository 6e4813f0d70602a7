-- Who may see a thing: its owner, operator and data controller; who uses it; and the tenants of what it carries.
with recursive
-- A host's tenants own what runs on it, through as many layers as there are: guest, host, cluster.
carries as (
    select other_id as host_id, asset_id as guest_id from asset_link where relation = 'hosted_on'
    union
    select asset_link.other_id, carries.guest_id
    from carries join asset_link on asset_link.asset_id = carries.host_id
    where asset_link.relation = 'hosted_on'
),
runs as (
    select component.asset_id, application.organisation_id
    from component join application using (application_id)
),
resident as (
    select asset_id, organisation_id from asset
    union
    select asset_id, controller_id from asset
    union
    select asset_id, organisation_id from runs
    union
    select data_store.asset_id, application.organisation_id
    from data_store join application using (application_id)
),
seen as (
    select 'asset' as noun, asset_id as entity_id, organisation_id from resident
    union
    select 'asset', asset_id, operator_id from asset
    union
    select 'asset', carries.host_id, resident.organisation_id
    from carries join resident on resident.asset_id = carries.guest_id
    union
    select 'application', application_id, organisation_id from application
    union
    select 'application', application_id, controller_id from application
    union
    select 'application', application_id, organisation_id from usage
    union
    select 'data_store', data_store_id, controller_id from data_store
    union
    select 'data_store', data_store.data_store_id, application.organisation_id
    from data_store join application using (application_id)
    union
    select 'data_store', data_store.data_store_id, asset.organisation_id
    from data_store join asset using (asset_id)
    union
    select 'contract', contract_id, customer_id from contract
    union
    select 'assessment', assessment_id, organisation_id from assessment
    union
    select 'person', person_id, organisation_id from person
    union
    select 'account', account.account_id, person.organisation_id
    from account join person using (person_id)
)
select noun, entity_id, organisation_id
from seen
where entity_id is not null and entity_id <> '' and organisation_id is not null and organisation_id <> ''
