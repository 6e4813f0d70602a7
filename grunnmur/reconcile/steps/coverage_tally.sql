-- What coverage is counted from, by kind: things each source saw, things seen by so many families of sources, and the families.
with seen as (
    select distinct a.kind as asset_kind, e.entity_id, e.source,
           case when e.format in ('table', 'servicenow', 'snipe-it', 'netbox') then e.source else e.format end as family
    from node_entity e
    join (select entity_id, max(value) filter (attribute = 'kind') as kind from chosen where tbl = 'asset' group by 1) a using (entity_id)
    where e.noun = 'asset' and a.kind is not null
)
select asset_kind, 'source' as counted, source as name, count(distinct entity_id) as things from seen group by all
union all
select asset_kind, 'family', family, count(distinct entity_id) from seen group by all
union all
select asset_kind, 'families', families::varchar, count(*)
from (select asset_kind, entity_id, count(distinct family) as families from seen group by all)
group by all
