-- Who or what leads to what by right: from the holder to what is gained. `marks` says what is to be said of
-- the link: 2 over infrastructure; approval 4 missing, 8 expired, 16 without end, 32 not known of a group;
-- 64 not recorded, 128 not known whether recorded.
with held as (
    select p.*, coalesce(a.kind = 'group', false) as of_group
    from privilege p join account a using (account_id)
), marked as (
    select account_id, target_kind, target_id, through,
        case
            when approved_by is null and of_group then 32
            when approved_by is null then 4
            when valid_to < $on::date then 8
            when valid_to is null then 16
            else 0
        end + case when recorded then 0 when not recorded then 64 else 128 end as marks
    from (select *, 'right_' || coalesce(level, 'unknown') as through from held)
    where target_kind in ('application', 'data_store')
        or (target_kind = 'account' and level = 'admin' and target_id not in (select account_id from account where not enabled))
        or (target_kind = 'asset' and (level in ('admin', 'read') or level is null))
)
select 'account' as from_kind, account_id as from_id, 'account' as to_kind, group_id as to_id, through, 0 as marks
from member_of join leading_group using (group_id)
union all
select 'account', account_id, target_kind, target_id, through, marks from marked
union all
select 'account', entity_id, 'domain', domain_sid, 'domain_administrator', 2 + 32 + 128
from directory_sid where noun = 'account' and rid in (500, 512, 519)
union all
select 'account', account_id, 'domain', domain_sid, 'domain_administrator', 2 + 32 + 128
from directory_built_in where number = 'S-1-5-32-544'
union all
select 'domain', domain_sid, 'asset', entity_id, 'joined', 2 from directory_sid where noun = 'asset'
union all
select 'asset', s.entity_id, 'domain', s.domain_sid, 'directory_server', 2
from directory_sid s join asset a on s.noun = 'asset' and a.asset_id = s.entity_id where a.role = 'directory'
union all
select 'asset', other_id, 'asset', asset_id, 'hosts', 2 from asset_link where relation = 'hosted_on'
union all
select 'asset', asset_id, 'asset', other_id, relation, 2 from asset_link where relation in ('manages', 'backs_up')
union all
select 'asset', other_id, 'asset', asset_id, 'has_member', 2 from asset_link where relation = 'member_of'
union all
select 'asset', asset_id, 'data_store', data_store_id, 'holds', if(on_infrastructure, 2, 0)
from patient_store where asset_id is not null
union all
select 'application', application_id, 'data_store', data_store_id, 'application_data', 0
from patient_store where application_id is not null and (kind = 'primary' or kind is null)
