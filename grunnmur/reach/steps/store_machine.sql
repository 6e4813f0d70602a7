-- The machines that give a store to whoever is on them: the one it lies on, and those that one runs on.
with recursive up as (
    select data_store_id, asset_id, 0 as height from patient_store where asset_id is not null
    union
    select u.data_store_id, above.asset_id, u.height + 1
    from up u
    join (
        select asset_id as below_id, other_id as asset_id from asset_link where relation in ('hosted_on', 'member_of')
        union
        select other_id, asset_id from asset_link where relation in ('manages', 'backs_up')
    ) above on above.below_id = u.asset_id
    where u.height < 6
)
select data_store_id, asset_id, min(height) as height from up where asset_id is not null group by all
