-- When the first and the last believable record began.
select min(started_at) as first_at, max(started_at) as last_at
from flow_record
where started_at >= timestamp '1990-01-01' and cast(started_at as date) <= $latest
