-- The nodes of clauses that need more than one thing, as the publisher drew them, and what each asks for: the
-- clauses in which something that runs here is vulnerable. Numbered: numbers join faster than names.
with hit as (
    select distinct w.vulnerability_id, w.origin, w.clause
    from ranked_condition w semi join (select row_id from row_match where conditional and hits) r on r.row_id = w.row_id
), told as (
    select a.*, t.product_id as target_id
    from affected a
    semi join hit h on h.vulnerability_id = a.vulnerability_id and h.origin = a.origin
    left join target_system t on t.target_sw = a.target_sw
), node as (
    select vulnerability_id, origin, coalesce(clause, 0)::varchar as clause,
        if(operator = 'and', coalesce(node, '0') || '/' || coalesce(criterion, place), coalesce(node, '0')) as node,
        bool_or(coalesce(part, 'a') = 'a') as asks_application, bool_or(part = 'o') as asks_system,
        bool_or(part = 'h') as asks_equipment, bool_or(coalesce(negate, false)) as negate
    from told where joined = 'and'
    group by all
    union all
    select vulnerability_id, origin, coalesce(clause, 0) || '|' || coalesce(node, '0'),
        coalesce(node, '0') || '/' || coalesce(criterion, place),
        bool_or(coalesce(part, 'a') = 'a'), bool_or(part = 'o'), bool_or(part = 'h'), bool_or(coalesce(negate, false))
    from told where operator = 'and' and coalesce(joined, 'or') = 'or'
    group by all
    union all
    -- A row for one target system: the thing itself, and a node that asks for that system.
    select distinct vulnerability_id, origin, 't' || place, met, met <> 'target', met = 'target', false, false
    from (select *, unnest([coalesce(node, '0'), 'target']) as met from told)
    where target_id is not null and vulnerable and coalesce(operator, 'or') = 'or' and coalesce(joined, 'or') = 'or'
)
select n.*, row_number() over (order by vulnerability_id, origin, clause, node) as node_no,
    dense_rank() over (order by vulnerability_id, origin, clause) as clause_no
from node n semi join hit h on h.vulnerability_id = n.vulnerability_id and h.origin = n.origin and h.clause = n.clause
