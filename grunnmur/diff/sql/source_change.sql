-- What became of each source row from one run to the other.
select
    source, record_key, noun,
    b.entity_id as old_id,
    a.entity_id as new_id,
    case
        when b.entity_id is null and source not in (select source from before.source) then 'source_new'
        when b.entity_id is null then 'row_new'
        when a.entity_id is null and source not in (select source from after.source) then 'source_gone'
        when a.entity_id is null then 'row_gone'
        when a.entity_id <> b.entity_id then 'row_moved'
        else 'same'
    end as reason
from before.record as b
full join after.record as a using (source, record_key, noun)
