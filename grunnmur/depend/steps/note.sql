-- The notes so far, and what of the traffic could not be used, named or trusted.
select * from note
union all
select '', 'depend', 'flow_end_' || reason,
       to_json({'flows': flows::bigint, 'of': (select flows from doubt)::bigint, 'addresses': addresses})::varchar
from unnamed
union all
select '', 'depend', 'flow_left_out_' || reason, to_json({'flows': flows::bigint, 'of': (select flows from doubt)::bigint})::varchar
from left_out
union all
select '', 'depend', 'flow_end_impossible', to_json({'flows': misended::bigint})::varchar from doubt where misended > 0
union all
select '', 'depend', 'flow_direction_unknown', to_json({'flows': undirected::bigint, 'of': flows::bigint})::varchar
from doubt where undirected > 0
