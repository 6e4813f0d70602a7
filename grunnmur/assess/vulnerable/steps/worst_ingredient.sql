-- One situation an application and product it is built of: of several versions the worst.
select s.application_id, s.product_id, arg_min(s.situation_id, p.place) as situation_id, any_value(i.importance) as importance
from ingredient_situation s
join asset_importance i on i.asset_id = s.application_id
join situation_place p on p.situation_id = s.situation_id and p.importance = i.importance
group by s.application_id, s.product_id
