-- Notes of reading, and of references that named nothing or too much (one a source, column and reason, with examples).
select distinct source, place, code, facts from file_note
union all
select source, 'reconcile', case when matches = 0 then 'reference_unresolved' else 'reference_ambiguous' end,
       to_json({'table': tbl, 'column': attribute, 'count': sum(rows), 'values': count(distinct raw),
                'examples': list_slice(list(distinct regexp_replace(raw, '^\x1f[a-z_]+\x1f', '') order by regexp_replace(raw, '^\x1f[a-z_]+\x1f', '')), 1, 5)})::varchar
from unresolved
group by source, tbl, attribute, matches = 0
union all
select source, 'reconcile', case when matches = 0 then 'reference_unresolved' else 'reference_ambiguous' end,
       to_json({'table': tbl, 'column': attribute, 'count': count(*), 'values': count(distinct value),
                'examples': list_slice(list(distinct value order by value), 1, 5)})::varchar
from judged
where refers is not null and refers <> 'platform' and matches <> 1
group by source, tbl, attribute, matches = 0
union all
select d.source, 'reconcile', 'reference_unresolved',
       to_json({'table': 'device', 'column': 'asset_id', 'count': count(*), 'values': count(distinct d.asset_id),
                'examples': list_slice(list(distinct regexp_replace(d.asset_id, '^\x1f[a-z_]+\x1f', '') order by regexp_replace(d.asset_id, '^\x1f[a-z_]+\x1f', '')), 1, 5)})::varchar
from claimed_device d
where d.claim not in (select claim from claim_entity where tbl = 'device')
group by d.source
union all
select '', 'reconcile', 'product_not_named', to_json({'name': p.text, 'assets': count(*)})::varchar
from product_name p
join judged j on j.tbl = 'asset' and j.attribute = 'os_name' and j.chosen and j.value = p.text
where p.confidence = 0
group by p.text
union all
select '', 'decisions', 'decision_ended',
       to_json({'decision': decision_id, 'kind': kind, 'subject': subject_id, 'day': valid_to})::varchar
from ended
where kind in ('same', 'not_same', 'name', 'scope')
union all
select source, place, code, facts from decision_note
union all
select '', 'decisions', 'decision_without_subject',
       to_json({'decision': decision_id, 'kind': kind, 'subject': subject_id})::varchar
from (
    select d.decision_id, d.kind, r.said as subject_id
    from decided_row r join holding d using (row)
    where r.node is null and d.row not in (select row from scope_decision)
    union all
    select decision_id, kind, subject_id from holding
    where kind = 'name' and lower(subject_id) not in (select lower(text) from product_name union all select product_id from product_name)
)
