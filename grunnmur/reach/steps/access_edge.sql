-- The links by number, the same link once with all its marks.
select f.node as from_node, t.node as to_node, min(l.through) as through, bit_or(l.marks)::utinyint as marks
from access_link l
join access_node f on f.kind = l.from_kind and f.id = l.from_id
join access_node t on t.kind = l.to_kind and t.id = l.to_id
where f.node <> t.node
group by f.node, t.node
order by f.node, t.node
