-- What an update removes of each situation's weight, counted now or by the run before.
select g.product_id, g.version, r.situation_id, sum(r.weight) filter (r.removed)::bigint as weight
from removed_hit r join changed_gain g using (gain)
group by all
union all
select k.product_id, k.version, k.situation_id, k.weight
from kept_running k anti join changed_gain g on g.product_id = k.product_id and g.version is not distinct from k.version
where k.weight is not null
