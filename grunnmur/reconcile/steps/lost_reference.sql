-- References that named nothing, or more than one thing, and how many rows make each.
select tbl, attribute, source, raw, matches = 0 as nothing, sum(rows)::bigint as rows
from (
    select tbl, attribute, source, raw, matches, rows from unresolved
    union all
    select tbl, attribute, source, value, matches, 1 from judged
    where refers is not null and refers <> 'platform' and matches <> 1
    union all
    select 'device', 'asset_id', source, asset_id, 0, 1 from claimed_device
    where claim not in (select claim from claim_entity where tbl = 'device')
)
group by all
