-- Why newcomers may be acquainted with what the run before found: each line is a way in which claims of theirs could
-- change what became of others, or others' what becomes of theirs.
-- What they carry: nothing that a thing of before carries joins the two, or is too common now. What is void never does.
select 'identifier_known' as why
from node_identifier i
join before_identifier b on b.noun = 'asset' and b.kind = i.kind and b.value = i.plain_value
where not exists (select 1 from identifier_void v where v.kind = i.kind and v.value = i.plain_value)
union
-- What they are called: a host of the same short name could be the same, or make the name say nothing.
select 'host_known' from node_host h join held_host_name k on k.name = h.short
union
-- Where they are: an address alone names whoever had it.
select 'address_known'
from (
    select plain_value as ip from node_identifier where kind = 'ip'
    union all
    select ip from claimed_address
) a
where a.ip in (select ip from held_told_address union all select value from before_identifier where noun = 'asset' and kind = 'ip')
union
-- Without an address all are of one list, in which a span of days may end another's.
select 'address_known' from claimed_address where coalesce(ip, '') = '' and from_at is not null
union
-- Who asks for them: a reference that meant nothing, or one thing, could mean one of them.
select 'asked_for' from alias a join held_asked_name k on k.name = a.value where a.noun = 'asset'
union
-- Ids that were given before, and rows that were there.
select 'id_known'
from cluster_entity c
join before_entity b on b.noun = c.noun and split_part(b.entity_id, '.', 1) = c.entity_id
union
select 'row_known' from record_name r join before_record b on b.source = r.source and b.record_key = r.record_key
union
-- What people decided of them, and of names that nobody used before.
select 'decided' from decided_row where node is not null
union
select 'decided'
from holding d
join product_name p on lower(d.subject_id) in (lower(p.text), p.product_id)
where d.kind = 'name'
    and lower(d.subject_id) not in (select lower(text) from held_product_text union all select product_id from held_product_text)
union
-- Texts that name another product when only the case is another.
select 'product_ambiguous'
from product_name p
join held_product_text k on lower(k.text) = lower(p.text) and k.product_id <> p.product_id
union
-- A place that is only mentioned goes by the first of its spellings.
select 'mentioned_otherwise'
from mentioned m
join held_mention k on k.noun = m.noun and k.entity_id = m.entity_id and m.text < k.text
union
-- An organisation that settings name as an owner is one from then on, for all who named it before.
select 'owner_new'
from mentioned m
where m.noun = 'organisation' and m.entity_id not in (select entity_id from held_mention where noun = 'organisation')
order by why
limit 1
