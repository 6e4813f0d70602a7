-- One answer a thing and product: of several versions the worst, with what its verdict rests on.
with worst as (
    select a.asset_id, a.product_id, a.situation, s.verdict, i.importance
    from asset_situation a
    join situation_summary s using (situation)
    join asset_importance i on i.asset_id = a.asset_id
    where a.place <> 'ingredient' and (a.place <> 'equipment' or s.verdict = 'affected' or s.unknown > 0)
    qualify row_number() over (partition by a.asset_id, a.product_id order by
        s.verdict = 'affected' desc, s.verdict = 'unknown' desc, s.decisions[i.importance] desc,
        s.exploited desc, s.affected desc, s.situation_id) = 1
)
select w.asset_id, w.product_id, s.verdict, s.reason, s.version, s.affected, s.exploited, s.unknown,
    if(s.verdict = 'affected', ['track', 'track_closely', 'attend', 'act'][s.decisions[w.importance] + 1], null) as decision,
    s.worst_cvss, s.worst_epss, s.situation_id, s.listed
from worst w join situation_summary s using (situation)
