-- Products and versions that are in other situations than in the run before. Of the rest an update removes the same.
with counted as (
    select product_id, version, situation_id, ended_on from running
), before as (
    select product_id, version, situation_id, ended_on from kept_running
), differing as (
    (from counted except from before) union all (from before except from counted)
)
select product_id, version, row_number() over (order by product_id, version) as gain
from (select distinct product_id, version from differing)
