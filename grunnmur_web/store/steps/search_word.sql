-- Words people look for: parts of names, makes and models, and identifiers as a whole. A word has the numbers of its
-- things, in a row for each audience, so that what one may not see is not found either.
with written as (
    select 'asset' as noun, asset_id as entity_id, concat_ws(' ', name, vendor, model, role) as text from asset
    union all
    select 'asset', asset_id, concat_ws(' ', ward, device_class, inventory_no) from device
    union all
    select 'application', application_id, concat_ws(' ', name, vendor, function, owner) from application
    union all
    select 'data_store', data_store_id, name from data_store
    union all
    select 'contract', contract_id, name from contract
    union all
    select 'organisation', organisation_id, name from organisation
),
words as (
    select noun, entity_id, unnest(string_split_regex(lower(text), '[^\pL\pN]+')) as word
    from written where text is not null
    union all
    select noun, entity_id, lower(value) from identifier
    where noun in ('asset', 'application', 'data_store', 'contract') and not coalesce(shared, false)
        and kind in ('serial', 'inventory_no', 'asset_tag', 'fqdn', 'mac', 'ip', 'application_no', 'store_no', 'contract_no')
),
found as (
    select distinct word, thing.audience, thing.number
    from words join shelved_thing as thing using (noun, entity_id)
    where length(word) > 1
)
select word, audience, list(number order by number) as things from found group by word, audience
