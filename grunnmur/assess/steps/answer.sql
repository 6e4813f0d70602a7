-- What every rule answered about every subject; filled rule by rule. Facts are kept where they are needed.
select null::varchar as rule_id, null::varchar as subject_kind, null::varchar as subject_id,
    null::varchar as product_id, null::varchar as verdict, null::varchar as facts
where false
