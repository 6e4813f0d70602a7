-- The day's sums with addresses in one spelling, and why some can be no dependency.
with apart as (
  select *, cast(floor((ports + 1) / 131072.0) as bigint) as high, (told & 3) as opening, (told & 12) as answering
  from traffic
),
spelled as (
  select
    t.realm,
    coalesce(s.spelling, t.source_ip) as source_ip,
    coalesce(d.spelling, t.target_ip) as target_ip,
    coalesce(s.kind, case when t.source_ip is null then 'malformed' end) as source_kind,
    coalesce(d.kind, case when t.target_ip is null then 'malformed' end) as target_kind,
    t.protocol,
    case when t.high >= 0 then t.high end as source_port,
    case when t.ports - t.high * 131072 >= 0 then t.ports - t.high * 131072 end as target_port,
    case t.opening when 1 then true when 2 then false end as opened,
    case t.answering when 4 then true when 8 then false end as answered,
    t.on_date, t.exact_at, case when t.flows between 0 and 1000000000000000 then t.flows end as flows,  -- more is no count
    t.bytes, t.hours, t.sampled, t.service,
    t.first_seen_at, t.last_start_at, t.last_end_at,
    t.last_end_at < t.first_seen_at or t.last_end_at > t.first_seen_at + interval '32' day as misended
  from apart t
  left join odd_spelling s on s.written = t.source_ip
  left join odd_spelling d on d.written = t.target_ip
)
select
  s.realm, s.source_ip, s.target_ip, s.protocol, s.source_port, s.target_port, s.opened, s.answered, s.on_date, s.exact_at,
  s.flows, s.bytes, s.first_seen_at,
  case when s.misended then s.last_start_at else greatest(s.last_end_at, s.last_start_at) end as last_seen_at,
  s.misended, s.hours, s.sampled, s.service,
  case
    when s.on_date is null or s.on_date < date '1990-01-01' or s.on_date > (select latest from judged_until) then 'time'
    when s.source_kind = 'malformed' or s.target_kind = 'malformed' then 'address'
    when s.protocol is null then 'protocol'
    when not s.answered and not coalesce(p.one_way, false) then 'answer'
  end as left_out
from spelled s
left join listed p on p.transport = s.protocol and p.port = s.target_port
