-- What the rules and decisions say of scope: decisions first, then the first rule of the settings whose every attribute matches.
-- Of several decisions the one that ends first.
with wanted as (
    select noun, rule, any_value(scope) as scope, any_value(reason) as reason, count(distinct attribute) as attributes
    from scope_rule group by noun, rule
),
matched as (
    select j.tbl as noun, j.entity_id, r.rule, count(distinct r.attribute) as attributes
    from judged j
    join scope_rule r on r.noun = j.tbl and r.attribute = j.attribute and lower(r.value) = lower(j.value)
    where j.chosen
    group by all
),
ruled as (
    select m.noun, m.entity_id, w.scope, w.reason, w.rule
    from matched m join wanted w on w.noun = m.noun and w.rule = m.rule and w.attributes = m.attributes
)
select noun, entity_id, scope, reason
from (
    select *, null as valid_to from ruled
    union all
    select noun, entity_id, scope, reason, -1, valid_to from scope_decision
)
qualify row_number() over (partition by noun, entity_id order by rule, valid_to, scope) = 1
