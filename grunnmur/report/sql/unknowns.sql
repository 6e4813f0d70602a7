with counted as (
    select
        count(*) as of,
        {
            organisation_id: count(*) - count(organisation_id),
            location_id: count(*) - count(location_id),
            platform: count(*) - count(platform),
            product_id: count(*) - count(product_id),
            version: count(*) - count(version),
            patched_on: count(*) - count(patched_on),
            criticality: count(*) - count(criticality),
            health_data: count(*) - count(health_data)
        } as missing
    from asset
    where kind in ('server', 'vm', 'client', 'hypervisor', 'network', 'storage', 'gateway', 'medical')
      and status is distinct from 'retired'
),
applications as (
    select
        count(*) as of,
        {
            organisation_id: count(*) - count(organisation_id),
            owner: count(*) - count(owner),
            controller_id: count(*) - count(controller_id),
            criticality: count(*) - count(criticality),
            health_data: count(*) - count(health_data),
            requires: count(*) - count(requires)
        } as missing
    from application
    where status is distinct from 'retired'
),
listed as (
    select 'asset' as noun, of, unnest(map_entries(map {
        'organisation_id': missing.organisation_id, 'location_id': missing.location_id,
        'platform': missing.platform, 'product_id': missing.product_id, 'version': missing.version,
        'patched_on': missing.patched_on, 'criticality': missing.criticality,
        'health_data': missing.health_data
    })) as entry
    from counted
    union all
    select 'application', of, unnest(map_entries(map {
        'organisation_id': missing.organisation_id, 'owner': missing.owner,
        'controller_id': missing.controller_id, 'criticality': missing.criticality,
        'health_data': missing.health_data, 'requires': missing.requires
    }))
    from applications
)
select
    noun, entry.key as attribute, entry.value as missing, of, entry.value / nullif(of, 0) as share
from listed
where of > 0
order by noun desc, missing desc, attribute
