-- The traffic per day, with how the direction is known as a word.
select *,
       case rank when 1 then 'opened' when 2 then 'listening' when 3 then 'momentary' when 4 then 'listed' when 5 then 'peers' end
         as direction
from flow_day
