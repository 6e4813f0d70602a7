-- Every true record with the thing the run says it is about. A row the run has no thing for stands
-- alone, under a name no thing can have.
select
    truth.noun,
    truth.entity_id as true_id,
    entity.kind as true_kind,
    truth.link_group,
    found.entity_id is null as missing,
    coalesce(found.entity_id, chr(31) || truth.source || chr(31) || truth.record_key) as found_id
from true_record as truth
left join record as found using (source, record_key, noun)
left join true_entity as entity on entity.noun = truth.noun and entity.entity_id = truth.entity_id
