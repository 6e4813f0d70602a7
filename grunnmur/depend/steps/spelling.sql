-- Every address in traffic in its one spelling, and what kind of address it is (RFC 6890).
select ip as written, coalesce(o.spelling, ip) as spelling,
  case
    when o.written is not null then o.kind
    when starts_with(ip, '10.') or starts_with(ip, '192.168.')
      or regexp_matches(ip, '^172[.](1[6-9]|2[0-9]|3[01])[.]')
      or regexp_matches(ip, '^100[.](6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])[.]') then 'private'
    when starts_with(ip, '127.') or starts_with(ip, '0.') or starts_with(ip, '169.254.') then 'local'
    when regexp_matches(ip, '^(22[4-9]|23[0-9])[.]') or ip = '255.255.255.255' then 'group'
    else 'public'
  end as kind
from traffic_ip t
left join odd_spelling o on o.written = t.ip
