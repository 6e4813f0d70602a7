-- Everything anybody said about any thing, references resolved. What no reference resolves to stays as said, and cannot win.
select s.tbl, c.entity_id, s.attribute, h.source, r.record_key, r.seen_at, f.refers, s.value as raw,
       case when f.refers is null or f.refers not in (select unnest($nouns)) then s.value else f.entity_id end as value,
       coalesce(f.matches, 0) as matches,
       coalesce(p.rank, 500) as rank
from said s
join claim_entity c on c.claim = s.claim and c.tbl = s.tbl
join header h on h.claim = s.claim
join record_name r on r.record = h.record
left join reference_said f on f.claim = s.claim and f.attribute = s.attribute
left join file_format w on w.source = h.source and w.file = h.file
left join precedence p on p.tbl = s.tbl and p.attribute = s.attribute and p.source = h.source and p.format = w.format
where (s.tbl, s.attribute) not in (select tbl, attribute from own_column)
union all
select n.noun, e.entity_id, 'organisation_id', n.source, n.record_key, n.seen_at, 'organisation', n.organisation, x.entity_id, x.matches, 900
from node n
join node_entity e using (node)
join resolved x on x.noun = 'organisation' and x.source = n.source and x.file = '' and x.raw = n.organisation
where n.about and n.noun in ('asset', 'application') and n.organisation is not null
union all
select n.noun, e.entity_id, 'platform', n.source, n.record_key, n.seen_at, null, n.platform, n.platform, 0, 900
from node n join node_entity e using (node)
where n.about and n.noun in ('asset', 'application') and n.platform is not null
