-- One rule's answer, with facts where they are needed.
select $rule_id as rule_id, subject_kind, subject_id, product as product_id, verdict,
    case when verdict in ('fail', 'unknown') then to_json(facts)::varchar end as facts
