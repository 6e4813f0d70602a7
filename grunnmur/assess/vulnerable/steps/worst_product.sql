-- One situation a thing and product: of several versions the worst.
select a.asset_id, a.product_id, arg_min(a.situation, p.place) as situation, any_value(i.importance) as importance
from asset_situation a
join situation_summary s using (situation)
join asset_importance i on i.asset_id = a.asset_id
join situation_place p on p.situation = a.situation and p.importance = i.importance
where a.place <> 'ingredient' and (a.place <> 'equipment' or s.verdict = 'affected' or s.unknown > 0)
group by a.asset_id, a.product_id
