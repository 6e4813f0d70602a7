-- One situation an application and product it is built of: of several versions the worst.
select a.asset_id, a.product_id, a.situation, i.importance
from asset_situation a
join situation_summary s using (situation)
join asset_importance i on i.asset_id = a.asset_id
where a.place = 'ingredient'
qualify row_number() over (partition by a.asset_id, a.product_id order by
    s.verdict = 'affected' desc, s.verdict = 'unknown' desc, s.decisions[i.importance] desc,
    s.exploited desc, s.affected desc, s.situation_id) = 1
