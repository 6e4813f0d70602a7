-- What reach could not know, one row a kind.
select 'reach' as source, null::varchar as place, code, facts
from (
    select 'reach_store_without_thing' as code, count(*) as many, to_json({'stores': count(*), 'examples': (list(data_store_id order by data_store_id))[:5]})::varchar as facts
    from patient_store where asset_id is null
    union all
    select 'reach_content_not_known', count(*), to_json({'stores': count(*)})::varchar from patient_store where data_class is null
    union all
    select 'reach_zone_not_known', count(*), to_json({'assets': count(*)})::varchar
    from asset_zone join living_asset using (asset_id) where zone_id = ''
    union all
    select 'reach_no_zone_rules', 1, '{}' where not exists (from zone_rule)
    union all
    select 'reach_no_logging', 1, '{}' where not exists (from logging)
    union all
    select 'reach_no_logons', 1, '{}' where not exists (from logon)
    union all
    select 'reach_person_not_known', count(distinct account_id), to_json({'accounts': count(distinct account_id)})::varchar
    from known_pair where person_id is null
) where many > 0
