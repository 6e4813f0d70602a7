-- The chains in words: what leads from which to which.
select w.path_id, c.step, f.kind as from_kind, f.id as "from", t.kind as to_kind, t.id as "to", e.through as "by",
    null::varchar as technique
from found_chain c
join (select path_id, row_number() over (order by from_node, to_node) - 1 as pair from wanted_chain) w on w.pair = c.pair
join access_node f on f.node = c.from_node
join access_node t on t.node = c.to_node
join access_edge e on e.from_node = c.from_node and e.to_node = c.to_node
