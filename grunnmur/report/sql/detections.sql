-- What scanners reported beside what versions tell, by who says so and why they differ.
select outcome, reason, count(*) as reports, count(distinct asset_id) as assets, count(distinct vulnerability_id) as vulnerabilities,
    count(*) filter (exploited) as exploited
from detection_check
group by outcome, reason
order by outcome, exploited desc, reports desc, reason
