-- True findings, each with the subject the run would report it for.
select distinct
    rule_id, subject_kind, entity_id as true_id, verdict, knowable, located.found_id
from true_finding
left join located on located.noun = subject_kind and located.true_id = entity_id
