-- How many things are in each situation, and when support ended of those whose system it is.
with ended as (
    select asset_id, security_until from asset_support where support = 'unsupported'
), counted as (
    select s.situation_id, count(distinct s.asset_id) as assets, max(e.security_until) filter (s.place = 'system') as ended_on
    from situation s left join ended e using (asset_id)
    group by s.situation_id
)
select k.product_id, k.version, c.situation_id, c.assets, c.ended_on, k.mending, k.names
from counted c join situation_summary k using (situation_id)
