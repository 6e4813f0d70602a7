-- How well each make-up meets each node: the best of what it runs; what it does not run is a no only where
-- all of that kind is known (its system, its model), else it is not known.
with asked as (
    select distinct makeup_id, clause_no from condition_hit
), flags as (
    select distinct makeup_id, has_system, has_equipment from makeup_item
), present as (
    select m.makeup_id, c.node_no, max(c.truth) as truth
    from makeup_item m
    join condition_item c using (item_id)
    semi join asked a on a.makeup_id = m.makeup_id and a.clause_no = c.clause_no
    group by all
), met as (
    select a.makeup_id, a.clause_no, n.node_no, n.negate,
        greatest(coalesce(p.truth, 0),
            (n.asks_application or (n.asks_system and not f.has_system) or (n.asks_equipment and not f.has_equipment))::integer)
            as truth
    from asked a
    join flags f using (makeup_id)
    join condition_node n using (clause_no)
    left join present p on p.makeup_id = a.makeup_id and p.node_no = n.node_no
)
select makeup_id, clause_no, node_no, if(negate, 2 - truth, truth) as truth from met
