-- Traffic per day with both ends named as of its time, all sensors together. Where no sensor told who opened, the two
-- directions of one conversation are two records: they are one flow, and each answers the other.
with named as (
  select f.*, coalesce(s.asset_id, hs.asset_id) as source_id, coalesce(t.asset_id, ht.asset_id) as target_id
  from direction f
  left join sole s on s.realm = f.realm and s.ip = f.source_ip
  left join sole t on t.realm = f.realm and t.ip = f.target_ip
  left join held hs on hs.realm = f.realm and hs.ip = f.source_ip
   and hs.moment_at = f.moment_at
  left join held ht on ht.realm = f.realm and ht.ip = f.target_ip
   and ht.moment_at = f.moment_at
)
select
  realm, source_ip, target_ip, protocol, port, on_date, source_id, target_id,
  min(service) as service,
  try_sum(told) + greatest(try_sum(there), try_sum(back)) as flows,
  try_sum(bytes) as bytes,
  min(first_seen_at) as first_seen_at, max(last_seen_at) as last_seen_at, bit_or(hours) as hours,
  case when max(answered) = 1 or (max(there) > 0 and max(back) > 0) then true when count(answered) = count(*) then false end
    as answered,
  max(sampled) as sampled,
  min(rank) as rank
from named
group by realm, source_ip, target_ip, protocol, port, on_date, source_id, target_id
