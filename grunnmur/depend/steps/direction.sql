-- Every flow from client to server. Who is known to have opened wins; then the side that kept its port is the server;
-- the rest was judged in `undecided`. How it is known is a rank: 1 opened, 2 listening, 3 momentary, 4 listed, 5 peers.
-- Flows are counted by the way they were told: each way may be one half of a conversation.
-- Answered is 2 when known to be, 0 when known not to be.
with judged as (
  select source, target, protocol, source_port, target_port, opened, answered, on_date, exact_at,
         flows, bytes, first_seen_at, last_seen_at, hours, sampled, service,
         case when opened is not null then 1 when (source_port is null) <> (target_port is null) then 3 end as rank,
         coalesce(not opened, target_port is null and source_port is not null) as turned
  from sighting
  where left_out is null and (opened is not null or source_port is null or target_port is null)
  union all
  select source, target, protocol, source_port, target_port, opened, answered, on_date, exact_at,
         flows, bytes, first_seen_at, last_seen_at, hours, sampled, service, rank, turned
  from undecided
)
select protocol,
       case when turned then target else source end as source,
       case when turned then source else target end as target,
       case when turned then source_port else target_port end as port,
       flows * case when turned then 0 else 1 end as there,
       flows * case when turned then 1 else 0 end as back,
       rank, case when answered then 2 when not answered then 0 else 1 end as answered,
       on_date, coalesce(exact_at, on_date + interval '12' hour) as moment_at,
       bytes, first_seen_at, last_seen_at, hours, sampled, service
from judged
