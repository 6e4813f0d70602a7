-- A firewall's events of one block: what was created, updated and torn down is one connection.
with connection as (
  select
    count(*) as "rows",
    event = 3 as denied,
    verdict,
    source_ip, source_port, target_ip, target_port, protocol,
    first(service order by service nulls last) as service,
    min(started_at) as started_at,
    max(ended_at) as ended_at,
    sum(packets)::hugeint as packets,
    sum(bytes)::hugeint as bytes,
    greatest(count(*) filter (event = 1), count(*) filter (event = 2), 1) as flows,
    min(sampled) as sampled,
    bool_or(opened) as opened,
    bool_or(answered) as answered
  from line
  group by denied, verdict, source_ip, source_port, target_ip, target_port, protocol
)
select * exclude (denied) replace (if(denied, 'flow_rejected', verdict) as verdict) from connection
order by all
