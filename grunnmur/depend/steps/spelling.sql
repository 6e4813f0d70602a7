-- Every address in traffic in its one spelling, what kind of address it is (RFC 6890), and its number: addresses of one
-- realm, in order. The steps that follow carry numbers, which are a fraction of the work of text.
with spelled as (
  select t.realm, t.ip as written, coalesce(o.spelling, t.ip) as ip,
    case
      when o.written is not null then o.kind
      when starts_with(t.ip, '10.') or starts_with(t.ip, '192.168.')
        or regexp_matches(t.ip, '^172[.](1[6-9]|2[0-9]|3[01])[.]')
        or regexp_matches(t.ip, '^100[.](6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])[.]') then 'private'
      when starts_with(t.ip, '127.') or starts_with(t.ip, '0.') or starts_with(t.ip, '169.254.') then 'local'
      when regexp_matches(t.ip, '^(22[4-9]|23[0-9])[.]') or t.ip = '255.255.255.255' then 'group'
      else 'public'
    end as kind
  from traffic_ip t
  left join odd_spelling o on o.written = t.ip
)
select realm, written, ip, kind, cast(dense_rank() over (order by realm, ip) as int) as endpoint
from spelled
