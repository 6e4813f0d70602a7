-- What each source saw of each kind; Chao's lower bound (Chao 1987) estimates what none saw: `once` and `twice` are things
-- seen by one and by two of the families of sources that see the kind at all; few families are as few occasions to be seen at.
-- No estimate where fewer than a quarter are seen by two or more: then the sources look at different things. Nor where more
-- than three are seen once for each that is seen twice: the bound rests on these two alone. What is seen by more is no reason
-- against it, but the best there is for it.
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
occasions as (
    select asset_kind, count(distinct family) as occasions from seen group by all
),
total as (
    select asset_kind, count(*) as of, count(*) filter (families = 1) as once, count(*) filter (families = 2) as twice
    from times group by all
)
select s.asset_kind, s.source, count(distinct s.entity_id) as seen, any_value(t.of) as of, null as estimated
from seen s join total t using (asset_kind)
group by s.asset_kind, s.source
union all
select asset_kind, '*', of, of,
       case when 4 * (of - once) >= of and once <= 3 * (twice + 1)
            then round(of + (occasions - 1) / occasions * once * (once - 1) / (2.0 * (twice + 1)))::bigint end
from total join occasions using (asset_kind)
