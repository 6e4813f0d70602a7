-- Affected (2) or perhaps (1), by name, by version and by serial number: the least certain counts. A serial number that
-- is named says it alone where no version is. Without an update: isolate from the day it was known, replace later.
-- Of things that are as they were, as the run before found.
with weighed as (
    select n.*,
        case when n.serial is null then 2
             else coalesce(n.serial_truth, 1) end as by_serial,
        case when n.concerned is null then if(n.serial is null, 1, 2) else p.truth end as by_version
    from noticed_asset n
    left join notice_standing p on p.concerned = n.concerned and p.software_version is not distinct from n.software_version
), judged as (
    select *, least(by_serial, by_version, is_sure::integer + 1, if(naming is null, 2, 1)) as truth,
        case when naming is not null then naming
             when by_serial = 1 and serial_truth is null then 'serial_not_known'
             when by_serial = 1 then 'serial_not_enough'
             when concerned is null then 'versions_not_stated'
             when software_version is null and by_version = 1 then 'version_not_known'
             when by_version = 1 then 'version_not_enough'
             else 'publisher_not_sure' end as doubt
    from weighed
), told as (
    select *, max(truth) over (partition by asset_id, advisory_id, vulnerability_id) as most from judged where truth > 0
), summed as (
    select asset_id, advisory_id, vulnerability_id, max(most) as truth, min(kind) as kind, min(product) as product,
        string_agg(distinct concerned, '; ' order by concerned) as concerned, min(software_version) as software_version,
        min(doubt) as doubt,
        bool_or(remedy = 'update') as has_update, bool_or(remedy = 'mitigation') as has_mitigation,
        min(mended_in) as mended_in, min(statement) as statement, min(published_on) as published_on,
        min(isolate_from) as isolate_from, min(replace_by) as replace_by
    from told where truth = most
    group by asset_id, advisory_id, vulnerability_id
)
select asset_id, advisory_id, vulnerability_id, kind, product, concerned, software_version,
    if(truth = 2, 'affected', 'unknown') as verdict, if(truth = 2, null, doubt) as reason,
    case when has_update then 'update' when has_mitigation then 'mitigation' else 'none' end as remedy,
    mended_in, statement, published_on,
    coalesce(isolate_from, if(has_update, null, coalesce(published_on, $on::date))) as isolate_from,
    coalesce(replace_by, if(has_update, null, coalesce(published_on, $on::date) + $replace_days::integer)) as replace_by
from summed
union all by name
select * from earlier_asset_advisory
where asset_id in (select asset_id from noticed_thing) and asset_id not in (select asset_id from noticed_anew)
