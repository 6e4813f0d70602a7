-- Every name by which another row may refer to a thing; tier says which kind of name to believe first.
select distinct noun, kind, value, realm, entity_id, tier from (
    select noun, 'id' as kind, lower(entity_id) as value, '' as realm, entity_id, 0 as tier from node_entity
    union all
    select e.noun, 'record', e.source || chr(31) || e.file || chr(31) || h.record_key, '', e.entity_id, 0
    from node_entity e join header h using (claim)
    where e.about
    union all
    select e.noun, 'name', lower(trim(m.name)), e.realm, e.entity_id, 1
    from node_entity e join node_name m using (node) where m.name is not null
    union all
    select e.noun, i.kind, i.plain_value, e.realm, e.entity_id, case i.kind when 'alias' then 1 else 2 end
    from node_entity e join node_identifier i using (node) where not i.shared
    union all
    select e.noun, i.kind, lower(trim(i.written)), e.realm, e.entity_id, case i.kind when 'alias' then 1 else 2 end
    from node_entity e join node_identifier i using (node)
    where not i.shared and lower(trim(i.written)) <> i.plain_value
    union all
    select e.noun, 'short', h.short, h.realm, e.entity_id, 3
    from node_entity e join node_host h using (node)
    union all
    select e.noun, 'name', lower(m.domain) || '\' || lower(m.name), '', e.entity_id, 2
    from node_entity e join node_name m using (node) where e.noun = 'account' and m.domain is not null
    union all
    select e.noun, 'name', lower(m.cidr), coalesce(m.own_realm, e.realm), e.entity_id, 2
    from node_entity e join node_name m using (node) where e.noun = 'network' and m.cidr is not null
    union all
    select 'product', 'text', lower(text), '', product_id, 1 from product_name
)
where value is not null
