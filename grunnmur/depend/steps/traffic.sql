-- Records added up per day, address pair and ports: the one step that reads every record.
-- Where the opener is known its port is forgotten. Where not, a port from the range that systems hand out for the
-- moment (RFC 6335: from 49152; Linux: from 32768) is forgotten when it faces a port below. Ports in that range that
-- servers are known to listen on are kept: they are those of catalogue/protocols.yaml.
-- On a day its address changed hands (handover), a record keeps its own moment.
-- Few and narrow keys make this step fast: the two ports are one number (each plus one, 17 bits; 0: not known), and so
-- is what was told (bit 0: opened, bit 1: opened by the target, bit 2: answered, bit 3: not answered, bit 4: on a day
-- that only a clock which jumped tells of).
select
  r.realm, r.source_ip, r.target_ip, r.protocol,
  case
    when r.opened then 0
    when r.opened is null and r.source_port >= 32768 and r.target_port < 32768
      and not list_contains($listening, r.source_port) then 0
    when r.source_port between 0 and 65535 then r.source_port + 1
    else 0
  end * 131072 + case
    when not r.opened then 0
    when r.opened is null and r.target_port >= 32768 and r.source_port < 32768
      and not list_contains($listening, r.target_port) then 0
    when r.target_port between 0 and 65535 then r.target_port + 1
    else 0
  end as ports,
  case when r.opened then 1 when not r.opened then 2 else 0 end
    + case when r.answered then 4 when not r.answered then 8 else 0 end
    + case when j.source is not null then 16 else 0 end as told,
  cast(r.started_at as date) as on_date,
  case when s.ip is not null or t.ip is not null then r.started_at end as exact_at,
  try_sum(coalesce(r.flows, 1)) as flows,
  try_sum(r.bytes) as bytes,
  min(r.started_at) as first_seen_at,
  max(r.started_at) as last_start_at,
  max(r.ended_at) as last_end_at,
  bit_or(1 << hour(r.started_at)) as hours,
  max(r.sampled) as sampled,
  min(r.service) as service
from flow_record r
left join handover s on s.ip = r.source_ip and s.on_date = cast(r.started_at as date)
left join handover t on t.ip = r.target_ip and t.on_date = cast(r.started_at as date)
left join stray j on j.source = r.source and j.on_date = cast(r.started_at as date)
group by all
