with saw as (
    select distinct coalesce(asset.kind, 'unknown') as kind, source.format, asset.asset_id
    from asset
    join record on record.noun = 'asset' and record.entity_id = asset.asset_id
    join source on source.source = record.source
)
select kind, format, count(*) as things, count(*) / of as share
from saw
join (select coalesce(kind, 'unknown') as kind, count(*) as of from asset group by all) using (kind)
group by kind, format, of
order by kind, format
