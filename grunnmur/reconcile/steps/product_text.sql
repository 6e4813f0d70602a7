-- Every text by which any source names a product, once.
select distinct text from (
    select regexp_replace(raw, '^\x1f[a-z]+\x1f', '') as text from referred where noun = 'product'
    union all
    select coalesce(max(i.written) filter (i.kind = 'cpe'), max(i.written) filter (i.kind = 'purl'), any_value(m.name))
    from node n left join node_identifier i using (node) left join node_name m using (node)
    where n.noun = 'product' group by n.node
    union all
    select value from said where tbl = 'asset' and attribute = 'os_name'
)
where text is not null
order by text
