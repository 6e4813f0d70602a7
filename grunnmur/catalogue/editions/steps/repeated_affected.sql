-- Vulnerabilities whose products stand in several tables of one feed: the last of them holds. Put together, their clauses
-- would be taken for one another's.
select feed, vulnerability_id, max(place_read) as held
from new_affected where document = 0
group by all
having min(place_read) <> max(place_read)
