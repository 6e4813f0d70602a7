-- 1 low, 2 medium, 3 high: what a hospital loses when the thing is attacked. Not known counts as medium, and
-- as high for medical devices; health data raises by one.
select asset_id, least(3, case criticality when 'A' then 3 when 'B' then 2 when 'C' then 1 when 'D' then 1
    else if(kind = 'medical', 3, 2) end + coalesce(health_data, false)::integer) as importance
from asset
union all
select application_id, least(3, case criticality when 'A' then 3 when 'B' then 2 when 'C' then 1 when 'D' then 1 else 2 end
    + coalesce(health_data, false)::integer)
from application
