-- The things reached so far. It starts with the subject alone.
select $noun::varchar as noun, $entity_id::varchar as entity_id, null::varchar as reason,
    0::bigint as steps, null::varchar as from_noun, null::varchar as from_id
