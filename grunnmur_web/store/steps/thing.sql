-- One row for every thing that has a page or is named on one, with a number in the order they are listed.
select *, (row_number() over (order by noun, name nulls last, entity_id))::integer as number from (
    select
        'asset' as noun, asset_id as entity_id, coalesce(name, model, vendor, met_at) as name, kind, organisation_id,
        platform
    from asset
    left join (select asset_id, min(coalesce(ip, mac)) as met_at from address group by asset_id) using (asset_id)
    union all
    select 'application', application_id, name, null, organisation_id, platform from application
    union all
    select 'data_store', data_store_id, name, kind, controller_id, null from data_store
    union all
    select 'contract', contract_id, name, kind, customer_id, null from contract
    union all
    select
        'assessment', assessment_id, name, kind, organisation_id, null
    from assessment
    union all
    select 'person', person_id, name, null, organisation_id, null from person
    union all
    select 'account', account_id, account.name, account.kind, person.organisation_id, account.domain
    from account left join person using (person_id)
    union all
    select 'organisation', organisation_id, name, kind, organisation_id, null from organisation
    union all
    select 'location', location_id, name, kind, organisation_id, null from location
    union all
    select 'product', product_id, product_called(name, product_id), kind, null, null from product
    union all
    select 'workload', workload_id, name, kind, organisation_id, platform from workload
)
