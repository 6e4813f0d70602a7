-- Whether the store's thing sends a log that is still kept; not known where no log is registered at all.
with kept as (
    select asset_id, bool_or(retained_until is null or retained_until >= $on::date) as kept from logging group by asset_id
)
select s.data_store_id, s.asset_id,
    case when k.kept then true when s.asset_id is not null and exists (from logging) then false end as logged,
    s.asset_id in (select asset_id from logon where asset_id is not null) as logons_seen
from patient_store s left join kept k using (asset_id)
