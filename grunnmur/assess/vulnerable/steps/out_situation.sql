select a.asset_id, a.product_id, a.version, s.situation_id, s.verdict,
    if(s.verdict = 'unknown', s.reason, null) as reason, s.affected, s.unknown, s.exploited,
    if(s.verdict = 'affected', ['track', 'track_closely', 'attend', 'act'][s.decisions[i.importance] + 1], null) as decision
from asset_situation a
join situation_summary s using (situation)
join asset_importance i on i.asset_id = a.asset_id
where a.place <> 'ingredient'
