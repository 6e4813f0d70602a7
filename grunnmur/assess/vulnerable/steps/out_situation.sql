-- What things run, by situation: as judged now, and of things that are as they were as the run before found.
select a.asset_id, a.product_id, a.version, if(a.place = 'package', 'installation', a.place) as place, s.situation_id, s.verdict,
    if(s.verdict = 'unknown', s.reason, null) as reason, s.affected, s.unknown, s.exploited,
    if(s.verdict = 'affected', ['track', 'track_closely', 'attend', 'act'][s.decisions[i.importance] + 1], null) as decision
from asset_situation a
join situation_key k using (situation)
join situation_summary s using (situation_id)
join asset_importance i on i.asset_id = a.asset_id
where a.place <> 'ingredient'
union all by name
select * from earlier_situation semi join same_thing t on t.thing_id = asset_id
