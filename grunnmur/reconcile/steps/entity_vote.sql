-- For each cluster, which ids of the run before its rows had, and how many rows say so. Where none of its rows was there,
-- things that lost all of theirs: a register that has new keys, or something that was only ever told of beside another
-- thing, is known by identifiers of its own.
with by_row as (
    select l.cluster, p.entity_id, count(*) as votes, min(e.born_run_id) as born
    from node n
    join linked l using (node)
    join previous_record p on p.noun = n.noun and p.source = n.source and p.record_key = n.record_key
    left join previous_entity e on e.noun = p.noun and e.entity_id = p.entity_id
    where n.about and n.noun <> 'product'
    group by l.cluster, p.entity_id
),
lost as (
    select noun, entity_id, born_run_id
    from previous_entity
    where merged_into_id is null and entity_id not in (select entity_id from by_row)
),
by_identifier as (
    select l.cluster, p.entity_id, count(distinct i.kind || '=' || i.value) as votes, min(t.born_run_id) as born
    from lost t
    join previous_identifier p on p.noun = t.noun and p.entity_id = t.entity_id
    join node_identifier i on i.noun = p.noun and i.kind = p.kind and i.plain_value = p.value
    join linked l using (node)
    where p.kind in ('serial', 'uuid', 'instance_uuid', 'cloud_id', 'organisation_no', 'application_no', 'store_no',
            'employee_no', 'email', 'sid', 'contract_no')
        and not i.shared and not p.shared and l.cluster not in (select cluster from by_row)
    group by l.cluster, p.entity_id
)
select * from by_row union all select * from by_identifier
