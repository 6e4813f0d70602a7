-- Things an attacker may meet: not retired, and not known to be off the network.
select a.asset_id, a.kind, a.role
from asset a left join device d on d.asset_id = a.asset_id
where a.status is distinct from 'retired' and d.networked is distinct from false and a.kind is distinct from 'home_device'
