-- By which names each reference may mean a thing: the kind of name, and the name.
with asked as (
    select r.*, coalesce(s.realm, '') as realm,
           case when starts_with(raw, chr(31)) then split_part(raw, chr(31), 2) else '' end as kind,
           case when starts_with(raw, chr(31)) then substr(raw, length(split_part(raw, chr(31), 2)) + 3) else raw end as text
    from referred r left join source_setting s using (source)
)
select *, 'text' as alias_kind, lower(text) as alias_value from asked where noun = 'product'
union all
select *, 'record', source || chr(31) || file || chr(31) || text from asked where noun <> 'product' and kind = 'record'
union all
select a.*, k.kind, lower(a.text) from asked a, (values ('fqdn'), ('hostname'), ('name')) k(kind)
where noun <> 'product' and a.kind in ('fqdn', 'hostname')
union all
select *, 'short', regexp_extract(lower(text), '^[^.]+') from asked where noun <> 'product' and kind in ('fqdn', 'hostname')
union all
select a.*, k.kind, lower(a.text) from asked a, (values ('name'), ('alias'), ('short')) k(kind)
where noun <> 'product' and a.kind = 'name'
union all
select *, kind, text from asked where noun <> 'product' and kind not in ('', 'record', 'fqdn', 'hostname', 'name')
union all
select *, case when as_mac(trim(text)) is null then '' else 'mac' end, coalesce(as_mac(trim(text)), lower(trim(text)))
from asked where noun <> 'product' and kind = ''
