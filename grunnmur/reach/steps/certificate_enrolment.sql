-- Who may have a certificate made in any name: who may enrol for such a template, and also ask an authority that offers it. Of
-- two groups whose members overlap, the one within the other holds it; where they only overlap, the template's (more, never
-- fewer). Where no source says who may ask an authority, all may.
with recursive holder as (
    select distinct c.from_kind, c.from_id, c.to_id as template_id, o.to_id as authority_id
    from directory_control c
    join directory_link o on o.link = 'offered_by' and o.from_id = c.to_id
    where c.through = 'enroll_as_anyone'
), asker as (
    select distinct p.kind, p.entity_id, l.to_id as authority_id
    from directory_link l join directory_principal p on p.id = l.from_id
    where l.link = 'enroll' and l.to_kind = 'authority'
), member as (
    select 'account' as kind, account_id as id, group_id from member_of where exists (from holder)
    union all
    select from_kind, from_id, to_id from directory_control where through = 'member' and from_kind = 'asset'
), inside as (
    select kind as top_kind, id as top_id, kind, id
    from (select from_kind as kind, from_id as id from holder union select kind, entity_id from asker)
    union
    select i.top_kind, i.top_id, m.kind, m.id
    from inside i join member m on i.kind = 'account' and m.group_id = i.id
), leaf as (
    select top_kind, top_id, kind, id from inside
    where kind <> 'account' or id not in (select account_id from account where account.kind = 'group')
), size as (
    select top_kind, top_id, count(*) as leaves from leaf group by all
), common as (
    select h.*, a.kind, a.entity_id, count(*) as leaves
    from holder h
    join asker a using (authority_id)
    join leaf one on one.top_kind = h.from_kind and one.top_id = h.from_id
    join leaf other on other.top_kind = a.kind and other.top_id = a.entity_id and other.kind = one.kind and other.id = one.id
    group by all
), chosen as (
    select if(s.leaves = c.leaves, c.kind, c.from_kind) as from_kind, if(s.leaves = c.leaves, c.entity_id, c.from_id) as from_id, c.template_id
    from common c join size s on s.top_kind = c.kind and s.top_id = c.entity_id
    union
    select from_kind, from_id, template_id from holder where authority_id not in (select authority_id from asker)
)
select distinct from_kind, from_id, template_id from chosen
