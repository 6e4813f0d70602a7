-- The day's sums between numbered addresses, and why some can be no dependency.
with read as (
  select t.*,
    t.ports >> 17 as source_port_next, t.ports & 131071 as target_port_next, t.told & 3 as opening, t.told & 12 as answering,
    t.last_end_at < t.first_seen_at or t.last_end_at > t.first_seen_at + interval '366' day
      or cast(t.last_end_at as date) > $latest as misended
  from traffic t
)
select
  s.endpoint as source, d.endpoint as target, r.protocol,
  cast(case when r.source_port_next > 0 then r.source_port_next - 1 end as int) as source_port,
  cast(case when r.target_port_next > 0 then r.target_port_next - 1 end as int) as target_port,
  case r.opening when 1 then true when 2 then false end as opened,
  case r.answering when 4 then true when 8 then false end as answered,
  r.on_date, r.exact_at, case when r.flows between 0 and 1000000000000000 then r.flows end as flows,  -- more is no count
  r.bytes, r.first_seen_at,
  case when r.misended then r.last_start_at else greatest(r.last_end_at, r.last_start_at) end as last_seen_at,
  r.misended, r.hours, r.sampled, v.service,
  case
    when r.on_date is null or r.on_date < date '1990-01-01' or r.on_date > $latest then 'time'
    when r.told & 16 = 16 then 'clock'
    when coalesce(s.kind, 'malformed') = 'malformed' or coalesce(d.kind, 'malformed') = 'malformed' then 'address'
    when r.protocol is null then 'protocol'
    when r.protocol = 'icmp' then 'control'
    -- of a packet that was divided only the first piece has ports; what it belongs to is told with them
    when r.protocol in ('tcp', 'udp', 'sctp', 'udplite', 'dccp') and r.source_port_next = 1 and r.target_port_next = 1
      then 'fragment'
    when r.answering = 8 and not coalesce(p.one_way, false) then 'answer'
  end as left_out
from read r
left join spelling s on s.realm = r.realm and s.written = r.source_ip
left join spelling d on d.realm = r.realm and d.written = r.target_ip
left join service v on v.word = r.service
left join listed p on p.transport = r.protocol and p.port + 1 = r.target_port_next
