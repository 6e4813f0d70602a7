-- Acceptances that count for nothing: of rules that answered now, and of rules nobody knows.
select 'assess' as source, a.decision_id as place, 'acceptance_' || coalesce(a.flaw, 'concerns_nothing') as code,
    to_json({'decision': a.decision_id, 'rule': a.rule_id, 'subject': a.named, 'day': a.valid_to})::varchar as facts
from acceptance a
where (a.rule_id in (select rule_id from judging_rule) or not list_contains($others::varchar[], a.rule_id))
    and (a.flaw is not null or not exists (
        from finding f where f.rule_id = a.rule_id and f.subject_kind = a.subject_kind and f.subject_id = a.subject_id
            and (a.product_id is null or f.product_id = a.product_id)
    ))
