-- What concerns things; accounts, zones and services are only on the way.
select e.entry_class, n.id as asset_id, e.distance, e.paths, e.onward
from exposure e join attack_node n on n.node = e.node
where n.kind = 'asset'
