-- Decisions that hold no more, or are about nothing there is.
select '' as source, 'decisions' as place, 'decision_ended' as code,
       to_json({'decision': decision_id, 'kind': kind, 'subject': subject_id, 'day': valid_to})::varchar as facts
from ended
where kind in ('same', 'not_same', 'name', 'scope')
union all
select source, place, code, facts from decision_note
union all
select '', 'decisions', 'decision_without_subject',
       to_json({'decision': decision_id, 'kind': kind, 'subject': subject_id})::varchar
from (
    select d.decision_id, d.kind, r.said as subject_id
    from decided_row r join holding d using (row)
    where r.node is null and d.row not in (select row from scope_decision)
    union all
    select decision_id, kind, subject_id from holding
    where kind = 'name' and lower(subject_id) not in (select lower(text) from product_name union all select product_id from product_name)
)
