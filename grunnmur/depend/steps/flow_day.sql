-- Traffic per day with both ends named as of its time, all sensors together. Where no sensor told who opened, the two
-- directions of one conversation are two records: they are one flow, and each answers the other.
with named as (
  select f.*, coalesce(s.asset_id, hs.asset_id) as source_id, coalesce(t.asset_id, ht.asset_id) as target_id
  from direction f
  left join sole s on s.realm = f.realm and s.ip = f.source_ip
  left join sole t on t.realm = f.realm and t.ip = f.target_ip
  left join held hs on hs.realm = f.realm and hs.ip = f.source_ip
   and hs.moment_at = coalesce(f.exact_at, f.on_date + interval '12' hour)
  left join held ht on ht.realm = f.realm and ht.ip = f.target_ip
   and ht.moment_at = coalesce(f.exact_at, f.on_date + interval '12' hour)
)
select
  realm, source_ip, target_ip, protocol, port, on_date, source_id, target_id,
  min(service) as service,
  cast(coalesce(try_sum(case when opened is not null then flows end), 0) + greatest(
    coalesce(try_sum(case when opened is null and turned then flows end), 0),
    coalesce(try_sum(case when opened is null and not turned then flows end), 0)
  ) as bigint) as flows,
  try_sum(bytes) as bytes,
  min(first_seen_at) as first_seen_at, max(last_seen_at) as last_seen_at, bit_or(hours) as hours,
  case
    when bool_or(answered) then true
    when bool_or(opened is null and turned) and bool_or(opened is null and not turned) then true
    else bool_and(answered)
  end as answered,
  max(sampled) as sampled,
  case min(case direction when 'opened' then 1 when 'listening' then 2 when 'momentary' then 3 when 'listed' then 4 when 'peers' then 5 end)
    when 1 then 'opened' when 2 then 'listening' when 3 then 'momentary' when 4 then 'listed' when 5 then 'peers'
  end as direction
from named
group by realm, source_ip, target_ip, protocol, port, on_date, source_id, target_id
