-- What each application is built of, by situation: as judged now, and as the run before found where nothing is another.
select a.asset_id as application_id, a.product_id, a.version, s.situation_id, s.verdict,
    if(s.verdict = 'unknown', s.reason, null) as reason, s.affected, s.unknown, s.exploited,
    if(s.verdict = 'affected', ['track', 'track_closely', 'attend', 'act'][s.decisions[i.importance] + 1], null) as decision
from asset_situation a
join situation_key k using (situation)
join situation_summary s using (situation_id)
join asset_importance i on i.asset_id = a.asset_id
where a.place = 'ingredient'
union all by name
select * from earlier_ingredient_situation semi join same_thing t on t.thing_id = application_id
