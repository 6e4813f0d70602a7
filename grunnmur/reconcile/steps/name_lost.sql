-- Names are inherited. Where one source lists several machines (by serial or UUID) under one name, the one in use and
-- seen last bears it; to the others it says nothing any more.
with bearer as (
    select n.node, n.source, h.short, h.domain, coalesce(m.status = 'retired', false) as retired,
           coalesce(try_cast(m.last_seen_at as timestamp), n.seen_at) as seen_at,
           min(i.value) as machine
    from node n
    join node_host h using (node)
    left join node_name m using (node)
    join node_identifier i on i.node = n.node and i.kind in ('serial', 'uuid') and not i.shared
    where n.noun = 'asset'
    group by all
),
several as (
    select source, short, domain from bearer group by all having count(distinct machine) > 1
)
select node
from bearer b
join several s on s.source = b.source and s.short = b.short and s.domain is not distinct from b.domain
qualify row_number() over (partition by b.source, b.short, b.domain order by b.retired, b.seen_at desc nulls last, b.machine, b.node) > 1
