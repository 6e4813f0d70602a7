-- The moves by number, with what they cost to take away; null: nothing takes them away.
select row_number() over (order by f.node, t.node, m.through) - 1 as edge, f.node as from_node, t.node as to_node,
    m.through, c.cost, c.remove, c.technique, c.met
from attack_move m
join attack_node f on f.kind = m.from_kind and f.id = m.from_id
join attack_node t on t.kind = m.to_kind and t.id = m.to_id
left join move_cost c on c.through = m.through
