-- What stands on the things reached last and was not reached before; one of several ways, the first by name.
select
    support.on_noun as noun,
    support.on_id as entity_id,
    min_by(support.reason, (reached.noun, reached.entity_id, support.reason)) as reason,
    max(reached.steps) + 1 as steps,
    min_by(reached.noun, (reached.noun, reached.entity_id, support.reason)) as from_noun,
    min_by(reached.entity_id, (reached.noun, reached.entity_id, support.reason)) as from_id
from reached
join support using (noun, entity_id)
anti join (select noun as on_noun, entity_id as on_id from reached) as seen using (on_noun, on_id)
where reached.steps = (select max(steps) from reached)
group by all
