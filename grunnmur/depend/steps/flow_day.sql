-- Traffic per day with both ends named as of its time, all sensors together. Where a sensor tells each way of a
-- conversation as a record of its own, the two are one flow, and each answers the other.
with named as (
  select f.*,
    coalesce(case when f.on_date < s.names_from or f.on_date > s.names_to then null else s.party end, hs.party)
      as source_party,
    coalesce(case when f.on_date < t.names_from or f.on_date > t.names_to then null else t.party end, ht.party)
      as target_party
  from direction f
  join endpoint s on s.endpoint = f.source
  join endpoint t on t.endpoint = f.target
  left join held hs on hs.endpoint = f.source and hs.moment_at = f.moment_at
  left join held ht on ht.endpoint = f.target and ht.moment_at = f.moment_at
)
select
  source, target, protocol, port, on_date, source_party, target_party,
  min(service) as service,
  greatest(try_sum(there), try_sum(back)) as flows,
  try_sum(bytes) as bytes,
  min(first_seen_at) as first_seen_at, max(last_seen_at) as last_seen_at, bit_or(hours) as hours,
  case when max(answered) = 2 or (sum(there) > 0 and sum(back) > 0) then true when max(answered) = 0 then false end as answered,
  max(sampled) as sampled,
  min(rank) as rank
from named
group by source, target, protocol, port, on_date, source_party, target_party
