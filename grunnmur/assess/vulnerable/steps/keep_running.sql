select r.product_id, r.version, r.situation_id, r.ended_on, g.weight
from running r
left join situation_gain g
    on g.product_id = r.product_id and g.version is not distinct from r.version and g.situation_id = r.situation_id
