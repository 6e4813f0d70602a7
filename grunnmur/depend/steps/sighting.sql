-- The day's sums with realm and addresses in one spelling, and why some can be no dependency.
select
  coalesce(t.realm, r.realm, '') as realm,
  coalesce(s.spelling, t.source_ip) as source_ip,
  coalesce(d.spelling, t.target_ip) as target_ip,
  t.protocol, t.source_port, t.target_port, t.opened, t.answered, t.on_date, t.exact_at,
  t.flows, t.bytes, t.first_seen_at, t.last_seen_at, t.misended, t.hours, t.sampled, t.service,
  case
    when t.on_date is null or t.on_date < date '1990-01-01' or t.on_date > cast($latest as date) then 'time'
    when s.kind = 'malformed' or d.kind = 'malformed' or s.kind is null or d.kind is null then 'address'
    when t.protocol is null then 'protocol'
    when not t.answered and not coalesce(p.one_way, false) then 'answer'
  end as left_out
from traffic t
left join realm_of r on r.source = t.source
left join spelling s on s.written = t.source_ip
left join spelling d on d.written = t.target_ip
left join listed p on p.transport = t.protocol and p.port = t.target_port
