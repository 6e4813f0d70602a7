-- The rules that answered.
select null::varchar as rule_id, null::varchar as edition, null::varchar as aspect, null::varchar as layer,
    null::boolean as blocking, null::varchar as severity
where false
