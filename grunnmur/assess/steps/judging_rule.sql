-- The rules that answered, as they stood.
select null::varchar as rule_id, null::varchar as edition, null::varchar as title_nb, null::varchar as title_en,
    null::varchar as explanation_nb, null::varchar as explanation_en, null::varchar as aspect, null::varchar as layer,
    null::varchar as severity, null::boolean as blocking, null::varchar as clauses,
    null::boolean as guarded
where false
