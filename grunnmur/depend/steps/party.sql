-- Who can need and be needed: things and applications, numbered in order.
with every as (
  select 'asset' as kind, asset_id as id from holder
  union
  select 'application', application_id from component
)
select kind, id, cast(row_number() over (order by kind, id) as int) as party
from every
where id is not null
