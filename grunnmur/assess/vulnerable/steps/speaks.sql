-- Which origin decides about an item's vulnerability: the first that names one of its products at all.
select m.item_id, m.vuln, min(s.turn) as turn
from (select distinct item_id, vuln from plain_match) m
join (select distinct item_id, cpe from reading_span where role <> 'condition') r using (item_id)
join (select distinct product_id, vuln, turn from span where vulnerable and not conditional) s
    on s.product_id = r.cpe and s.vuln = m.vuln
group by m.item_id, m.vuln
