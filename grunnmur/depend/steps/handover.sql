-- Days in the middle of which a contested address changes hands: on these the moment of each flow counts.
with change as (
  select h.ip, h.from_at as moment_at from holder h join contested_address c on c.realm = h.realm and c.ip = h.ip
  where h.to_at is null or h.to_at > h.from_at
  union all
  select h.ip, h.to_at as moment_at from holder h join contested_address c on c.realm = h.realm and c.ip = h.ip
  where h.from_at is null or h.to_at > h.from_at
)
select distinct ip, cast(moment_at as date) as on_date
from change
where moment_at > cast(cast(moment_at as date) as timestamp)
