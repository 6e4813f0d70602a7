-- Which applications each pair of things may speak for. Where a thing speaks for several the flow is any of theirs, and
-- confidence is shared. What an application finds on its own machine is no dependency on a neighbour.
with pair as (
  select distinct source_id, target_id from pair_day
),
consumer as (
  select p.source_id, p.target_id, c.application_id as consumer_id, c.applications
  from pair p
  join carrier c on c.asset_id = p.source_id
),
met as (
  select c.source_id, c.target_id, c.consumer_id, p.application_id as provider_id,
         1.0e0 / (c.applications * p.applications) as share
  from consumer c
  join carrier p on p.asset_id = c.target_id
)
select b.*
from met b
left join carrier own on own.asset_id = b.source_id and own.application_id = b.provider_id
where b.consumer_id <> b.provider_id and own.asset_id is null
