-- The ways that prove the cuts, in words.
select w.path_id, w.step, f.noun as from_kind, f.id as "from", t.noun as to_kind, t.id as "to",
    e.through as "by", e.technique
from made_step w
join attack_edge e on e.edge = w.edge
join attack_node f on f.node = e.from_node
join attack_node t on t.node = e.to_node
