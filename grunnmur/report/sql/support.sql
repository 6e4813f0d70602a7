-- Where the releases in use stand on the day judged. What has no known product has no row to stand on.
select
    count(*) filter (support = 'unsupported') as unsupported,
    count(*) filter (support = 'unsupported' and paid_until >= (select max(on_date) from run)) as payable,
    count(*) filter (support = 'supported') as supported,
    count(*) filter (support = 'unknown') as unknown
from asset_release
join asset using (asset_id)
where asset.status is distinct from 'retired'
