-- Which planned application stands on which planned server.
select distinct c.application_id, c.asset_id
from component c
    join planned_application p on p.application_id = c.application_id and p.left_out is null
    join planned_asset a on a.asset_id = c.asset_id and a.left_out is null
where a.kind in ('server', 'vm', 'gateway', 'storage')
order by all
