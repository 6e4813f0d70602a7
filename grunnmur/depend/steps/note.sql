-- The notes so far, and how much of the traffic could not be named.
select * from note
union all
select '', 'depend', 'flow_end_not_named',
       to_json({'flows': sum(flows) filter (source_id is null or target_id is null), 'of': sum(flows),
                'addresses': count(distinct case when source_id is null then realm || '|' || source_ip end)
                           + count(distinct case when target_id is null then realm || '|' || target_ip end)})::varchar
from named_flow
having count(*) filter (source_id is null or target_id is null) > 0
