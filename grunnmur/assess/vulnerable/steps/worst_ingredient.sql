-- One situation an application and product it is built of: of several versions the worst.
select a.asset_id, a.product_id, arg_min(a.situation, p.place) as situation, any_value(i.importance) as importance
from asset_situation a
join asset_importance i on i.asset_id = a.asset_id
join situation_place p on p.situation = a.situation and p.importance = i.importance
where a.place = 'ingredient'
group by a.asset_id, a.product_id
