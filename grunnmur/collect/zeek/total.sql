-- All blocks of a log together, in the columns of the flow table.
select
  verdict, number, source_ip, target_ip, protocol, port, on_date, service,
  sum(flows)::bigint as flows,
  least(sum(bytes), 9223372036854775807)::bigint as bytes,
  if(verdict = 'flow', make_timestamp((min(first_ts) * 1000000)::bigint), null) as first_seen_at,
  if(verdict = 'flow', make_timestamp((max(last_ts) * 1000000)::bigint), null) as last_seen_at
from block
group by verdict, number, source_ip, target_ip, protocol, port, on_date, service
order by all
