-- What each source saw of each kind; Chao's lower bound (Chao 1987) estimates what none saw: seen by one and by two
-- families of sources. Where few are seen twice the sources look at different things, and there is no estimate.
with seen as (
    select distinct a.kind as asset_kind, e.entity_id, e.source,
           case when e.format in ('table', 'servicenow', 'snipe-it', 'netbox') then e.source else e.format end as family
    from node_entity e
    join (select entity_id, max(value) filter (attribute = 'kind') as kind from chosen where tbl = 'asset' group by 1) a using (entity_id)
    where e.noun = 'asset' and a.kind is not null
),
times as (
    select asset_kind, entity_id, count(distinct family) as families from seen group by all
),
total as (
    select asset_kind, count(*) as of, count(*) filter (families = 1) as once, count(*) filter (families = 2) as twice
    from times group by all
)
select s.asset_kind, s.source, count(distinct s.entity_id) as seen, any_value(t.of) as of, null as estimated
from seen s join total t using (asset_kind)
group by s.asset_kind, s.source
union all
select asset_kind, '*', of, of, case when 4 * twice >= of then round(of + once * (once - 1) / (2.0 * (twice + 1)))::bigint end
from total
