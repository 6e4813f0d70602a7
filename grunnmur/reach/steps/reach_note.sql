-- What reach could not know, one row a kind.
select 'reach' as source, null::varchar as place, code, facts
from (
    select 'reach_store_without_thing' as code, count(*) as many, to_json({'stores': count(*), 'examples': (list(data_store_id order by data_store_id))[:5]})::varchar as facts
    from patient_store where asset_id is null
    union all
    select 'reach_content_not_known', count(*), to_json({'stores': count(*)})::varchar from patient_store where data_class is null
    union all
    select 'reach_holder_not_known', count(*), to_json({'links': count(*), 'holders': count(distinct from_id), 'examples': (list(distinct from_id order by from_id))[:3]})::varchar
    from directory_link
    where from_kind = 'principal' and not regexp_matches(from_id, '(^|-)S-1-(5-\d+|1-0|3-\d|5-32-\d+)$')
        and from_id not in (select value from identifier where kind = 'sid')
    union all
    select 'reach_end_not_known', count(*), to_json({'links': count(*), 'ends': count(distinct to_id), 'examples': (list(distinct to_id order by to_id))[:3]})::varchar
    from directory_link
    where to_kind = 'principal' and not regexp_matches(to_id, '(^|-)S-1-(5-\d+|1-0|3-\d|5-32-\d+)$')
        and to_id not in (select value from identifier where kind = 'sid')
    union all
    select 'reach_link_not_known', count(*), to_json({'links': count(*), 'kinds': string_agg(distinct link, ', ' order by link)})::varchar
    from directory_link where link not in (select through from move_cost) and link not in ('member', 'trusted_by_filtered', 'enroll', 'get_changes', 'get_changes_in_filtered_set')
    union all
    select 'reach_zone_not_known', count(*), to_json({'assets': count(*)})::varchar
    from asset_zone join living_asset using (asset_id) where zone_id = ''
    union all
    select 'reach_no_zone_rules', 1, '{}'
    where not exists (from register_rule)
        and (exists (from zone where pillar is distinct from 'packet_filter') or not exists (from zone))
    union all
    select 'reach_zone_without_rules', count(*), to_json({'zones': count(*), 'examples': list_sort(list(coalesce(name, zone_id)))[:5]})::varchar
    from zone
    where pillar is distinct from 'packet_filter' and exists (from register_rule)
        and zone_id in (select zone_id from asset_zone where kind = 'zone')
        and not exists (from register_rule where from_zone is null or to_zone is null or zone.zone_id in (from_zone, to_zone))
    union all
    select 'reach_rule_not_read', count(*), to_json({'rules': count(*), 'examples': list_sort(list(distinct written))[:5]})::varchar
    from read_rule where not understood
    union all
    select 'reach_not_assessed', 1, '{}' where not exists (from rule_result where rule_id in ('vulnerable', 'not-secure'))
    union all
    select 'reach_no_logging', 1, '{}' where not exists (from logging)
    union all
    select 'reach_no_logons', 1, '{}' where not exists (from logon)
    union all
    select 'reach_person_not_known', count(distinct account_id), to_json({'accounts': count(distinct account_id)})::varchar
    from known_pair where person_id is null
) where many > 0
