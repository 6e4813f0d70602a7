-- Every address in traffic in its one spelling, what kind of address it is (`address_kinds`), and its number: addresses of one
-- realm, in order. The steps that follow carry numbers, which are a fraction of the work of text.
with spelled as (
  select t.realm, t.ip as written, coalesce(o.spelling, t.ip) as ip,
    coalesce(o.kind, two.kind, one.kind, 'public') as kind
  from traffic_ip t
  left join odd_spelling o on o.written = t.ip
  left join address_kind one on one.beginning = split_part(t.ip, '.', 1)
  left join address_kind two on two.beginning = concat(split_part(t.ip, '.', 1), '.', split_part(t.ip, '.', 2))
)
select realm, written, ip, kind, cast(dense_rank() over (order by realm, ip) as int) as endpoint
from spelled
