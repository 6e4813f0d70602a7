-- One situation a thing and product: of several versions the worst.
select s.asset_id, s.product_id, arg_min(s.situation_id, p.place) as situation_id, any_value(i.importance) as importance
from situation s
join asset_importance i on i.asset_id = s.asset_id
join situation_place p on p.situation_id = s.situation_id and p.importance = i.importance
where s.place <> 'equipment' or s.verdict = 'affected' or s.unknown > 0
group by s.asset_id, s.product_id
