-- The gateway each device is behind: of several, the first.
select l.other_id as asset_id, min(l.asset_id) as gateway_id
from asset_link l
    join planned_asset g on g.asset_id = l.asset_id and g.left_out is null
    left join grouped_asset s on s.asset_id = l.asset_id
where l.relation = 'gateway_for' and s.asset_id is null
group by l.other_id
