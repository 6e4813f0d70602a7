-- Things without a row about them that go by another id than the one made of where they are told of first: the next run finds
-- them by their identifiers, or calls them something else.
select first.noun, c.entity_id
from (
    select l.cluster from linked l join node n using (node)
    where n.noun <> 'product' group by l.cluster having not bool_or(n.about)
) a
join node first on first.node = a.cluster
join cluster_entity c on c.cluster = a.cluster
where c.entity_id <> first.noun || '-' || substr(md5(first.noun || chr(31) || first.source || chr(31) || first.record_key || chr(31) || first.position), 1, 12)
