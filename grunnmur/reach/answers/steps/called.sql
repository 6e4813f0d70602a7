-- Who or what is called $written, whether or not it reaches anything.
select name
from (
    select name from account union all select account_id from account
    union all select name from person union all select person_id from person
    union all select name from data_store union all select data_store_id from data_store
    union all select name from asset union all select asset_id from asset
    union all select split_part(name, '.', 1) from asset
)
where lower(name) = lower($written)
limit 1
