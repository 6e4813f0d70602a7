-- Identifiers that identify nothing: known placeholders, a model written as a serial, and what three or more different things of one source carry.
with carried as (
    select i.kind, i.value, f.source, count(distinct f.face) as faces
    from written_identifier i
    join node n on n.claim = i.claim
    join node_face f using (node)
    where n.noun = 'asset' and i.kind in ('serial', 'uuid', 'mac', 'instance_uuid')
    group by all
)
select kind, value from carried group by all having max(faces) >= 3
union
select distinct i.kind, i.value
from written_identifier i
join placeholder p on p.kind = i.kind and p.value = i.value
union
select distinct 'serial', i.value
from written_identifier i
join node n on n.claim = i.claim
join node_name m using (node)
where i.kind = 'serial' and i.value in (as_compact(m.model), as_compact(m.vendor || m.model), as_compact(m.vendor))
union
select distinct kind, value
from written_identifier
where (kind = 'serial' and (length(value) < 4 or replace(value, value[1], '') = '' or regexp_matches(value, '^[^A-Z0-9]*$')))
   or (kind = 'mac' and (value in ('00:00:00:00:00:00', 'ff:ff:ff:ff:ff:ff') or starts_with(value, '00:00:5e:00:')))
   or (kind = 'uuid' and (replace(replace(value, '-', ''), value[1], '') = '' or starts_with(value, '00000000-0000-0000-0000-0000')))
