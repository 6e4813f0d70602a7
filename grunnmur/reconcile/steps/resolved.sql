-- What each reference means: exactly one thing, or null with how many it could be.
with asked as (
    select r.*, coalesce(s.realm, '') as realm,
           case when starts_with(raw, chr(31)) then split_part(raw, chr(31), 2) else '' end as kind,
           case when starts_with(raw, chr(31)) then substr(raw, length(split_part(raw, chr(31), 2)) + 3) else raw end as text
    from referred r left join source_setting s using (source)
),
wanted as (
    select a.*, t.kind as alias_kind, t.value as alias_value
    from asked a, lateral (
        select unnest(case
            when a.noun = 'product' then [{'kind': 'text', 'value': lower(a.text)}]
            when a.kind = 'record' then [{'kind': 'record', 'value': a.source || chr(31) || a.file || chr(31) || a.text}]
            when a.kind in ('fqdn', 'hostname') then [
                {'kind': 'fqdn', 'value': lower(a.text)}, {'kind': 'hostname', 'value': lower(a.text)},
                {'kind': 'name', 'value': lower(a.text)}, {'kind': 'short', 'value': regexp_extract(lower(a.text), '^[^.]+')}]
            when a.kind = 'name' then [
                {'kind': 'name', 'value': lower(a.text)}, {'kind': 'alias', 'value': lower(a.text)}, {'kind': 'short', 'value': lower(a.text)}]
            when a.kind <> '' then [{'kind': a.kind, 'value': a.text}]
            when as_mac(trim(a.text)) is not null then [{'kind': 'mac', 'value': as_mac(trim(a.text))}]
            else [{'kind': '', 'value': lower(trim(a.text))}] end) as t
    )
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
