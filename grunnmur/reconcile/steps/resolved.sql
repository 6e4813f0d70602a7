-- What each reference means: exactly one thing, or null with how many it could be.
with asked as (
    select r.*, coalesce(s.realm, '') as realm,
           case when starts_with(raw, chr(31)) then split_part(raw, chr(31), 2) else '' end as kind,
           case when starts_with(raw, chr(31)) then substr(raw, length(split_part(raw, chr(31), 2)) + 3) else raw end as text
    from referred r left join source_setting s using (source)
),
wanted as (
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
),
found as (
    select w.noun, w.source, w.file, w.raw, x.entity_id,
           x.tier - case when x.realm <> '' and x.realm = w.realm then 0.5 else 0 end
                  + case when x.realm <> '' and w.realm <> '' and x.realm <> w.realm then 10 else 0 end as tier
    from (select * from wanted where alias_kind <> '') w
    join alias x on x.noun = w.noun and x.kind = w.alias_kind and x.value = w.alias_value
    union all
    select w.noun, w.source, w.file, w.raw, x.entity_id,
           x.tier - case when x.realm <> '' and x.realm = w.realm then 0.5 else 0 end
    from (select * from wanted where alias_kind = '') w
    join alias x on x.noun = w.noun and x.value = w.alias_value and x.kind not in ('ip', 'mac')
),
best as (
    select noun, source, file, raw, entity_id from found
    qualify tier = min(tier) over (partition by noun, source, file, raw)
),
counted as (
    select noun, source, file, raw, min(entity_id) as entity_id, count(distinct entity_id) as matches
    from best group by all
)
select r.noun, r.source, r.file, r.raw,
       case when c.matches = 1 then c.entity_id end as entity_id,
       coalesce(c.matches, 0) as matches
from referred r
left join counted c using (noun, source, file, raw)
