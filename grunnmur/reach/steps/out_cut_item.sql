-- What to remove: by its own id, the same wherever it is named. Of a service or an unknown zone the thing is named.
with said as (
    select i.*, f.noun as from_kind, f.id as from_id, t.noun as to_kind, t.id as to_id, e.through, e.remove, e.cost,
        f.kind = 'service' or e.through = 'place_unknown' as alone
    from made_item i
    join attack_edge e on e.edge = i.edge
    join attack_node f on f.node = e.from_node
    join attack_node t on t.node = e.to_node
)
select cut_id, 'r-' || substr(md5(concat_ws('|', from_kind, from_id, to_kind, to_id, through)), 1, 20) as item,
    remove as kind, through,
    if(alone, 'asset', from_kind) as subject_kind, if(alone and to_kind = 'service', to_id, from_id) as subject_id,
    if(alone or to_kind = 'grant', null, to_kind) as other_kind, if(alone or to_kind = 'grant', null, to_id) as other_id, cost, place, stops, closes
from said
