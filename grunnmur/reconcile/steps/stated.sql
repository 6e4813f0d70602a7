-- Everything anybody said about any thing, references resolved. What no reference resolves to stays as said, and cannot win.
with spoken as (
    select c.tbl, c.entity_id, s.attribute, s.value as raw, h.source, h.file, r.record_key, r.seen_at,
           case when starts_with(f.noun, '@') then k.value else f.noun end as refers
    from said s
    join claim_entity c on c.claim = s.claim and c.tbl = s.tbl
    join header h on h.claim = s.claim
    join record_name r on r.record = h.record
    left join refer_column f on f.tbl = s.tbl and f.attribute = s.attribute
    left join said k on starts_with(f.noun, '@') and k.claim = s.claim and k.attribute = substr(f.noun, 2)
    where not exists (select 1 from own_column o where o.tbl = s.tbl and o.attribute = s.attribute)
)
select s.tbl, s.entity_id, s.attribute, s.source, s.record_key, s.seen_at, s.refers, s.raw,
       case when s.refers is null or s.refers not in (select unnest($nouns)) then s.raw else x.entity_id end as value,
       coalesce(x.matches, 0) as matches,
       coalesce(p.rank, 500) as rank
from spoken s
left join resolved x on x.noun = s.refers and x.source = s.source and x.raw = s.raw
     and x.file = case when starts_with(s.raw, chr(31) || 'record') then s.file else '' end
left join precedence p on p.tbl = s.tbl and p.attribute = s.attribute and p.source = s.source
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
