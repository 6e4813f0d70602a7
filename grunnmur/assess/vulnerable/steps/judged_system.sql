-- What is known of each thing's own system.
select a.asset_id, s.verdict, s.reason, s.affected, s.affected_for_long, s.exploited, s.unknown, s.situation_id,
    s.listed
from situation a join situation_summary s using (situation_id)
where a.place = 'system'
