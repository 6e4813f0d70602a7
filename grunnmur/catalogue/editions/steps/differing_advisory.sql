-- Advisories that two files give of the same moment and not alike: the file that holds, and the other.
with tied as (
    select c.advisory_id, c.document as held, s.document as other
    from chosen_advisory c
    join spoken_advisory s
        on s.advisory_id = c.advisory_id and s.document <> c.document
        and s.modified_on is not distinct from c.modified_on and coalesce(s.told_at = c.told_at, true)
),
document as (
    select advisory_id, held as document from tied
    union
    select advisory_id, other from tied
),
head as (
    select a.* from new_advisory a
    semi join document d on d.advisory_id = a.advisory_id and d.document = a.document
),
told as (
    select v.advisory_id, v.document, list_sort(list(distinct hash(
        v.vulnerability_id, v.status, v.cvss_score, v.remedies, p.product_id, p.version
    ))) as said
    from new_advisory_vulnerability v
    semi join document d on d.advisory_id = v.advisory_id and d.document = v.document
    left join new_advisory_product p
        on p.advisory_id = v.advisory_id and p.document = v.document and p.product_key = v.product_key
    group by all
),
place as (
    select document, subject, place from new_place where feed = 'csaf'
    union all
    select document, advisory_id, min(place_read) from head where document = 0 group by all
)
select distinct 'csaf' as feed, t.advisory_id as subject, hp.place as held, op.place as other
from tied t
left join head h on h.advisory_id = t.advisory_id and h.document = t.held
left join head o on o.advisory_id = t.advisory_id and o.document = t.other
left join told hv on hv.advisory_id = t.advisory_id and hv.document = t.held
left join told ov on ov.advisory_id = t.advisory_id and ov.document = t.other
left join place hp on hp.subject = t.advisory_id and hp.document = t.held
left join place op on op.subject = t.advisory_id and op.document = t.other
where h.title <> o.title or h.publisher <> o.publisher or h.published_on <> o.published_on or hv.said is distinct from ov.said
