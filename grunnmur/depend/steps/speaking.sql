-- Which applications each pair of things may speak for. Where a thing speaks for several the flow is any of theirs, and
-- confidence is shared. What an application finds on its own machine is no dependency on a neighbour.
with pair as (
  select distinct source, target from pair_day
),
consumer as (
  select p.source, p.target, c.application as consumer, c.applications
  from pair p
  join carrier c on c.asset = p.source
),
met as (
  select c.source, c.target, c.consumer, p.application as provider, 1.0e0 / (c.applications * p.applications) as share
  from consumer c
  join carrier p on p.asset = c.target
)
select b.*
from met b
left join carrier own on own.asset = b.source and own.application = b.provider
where b.consumer <> b.provider and own.asset is null
