-- Identifiers that identify nothing: void ones, a model written as a serial, and what three or more different things of one source carry.
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
select kind, value from identifier_void
union
select distinct 'serial', i.value
from written_identifier i
join node n on n.claim = i.claim
join node_name m using (node)
where i.kind = 'serial' and i.value in (as_compact(m.model), as_compact(m.vendor || m.model), as_compact(m.vendor))
