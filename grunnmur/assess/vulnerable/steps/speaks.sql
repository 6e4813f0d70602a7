-- Which origin decides about a vulnerability of an item that CPE writes in several ways: the first that names any of them.
-- Where it is written in one way, its rows tell.
with several as (
    select distinct item_id, product from reading_span
    where role <> 'condition'
        and item_id in (select item_id from reading_span where role <> 'condition' group by item_id having count(distinct product) > 1)
), asked as (
    select distinct item_id, vuln from row_match
    where hits and not conditional and item_id in (select item_id from several)
), named as (
    select product, vuln, min(speaks) as speaks from ranked_row
    where vulnerable and not conditional and product in (select product from several)
    group by product, vuln
)
select a.item_id, a.vuln, min(n.speaks) as speaks
from asked a
join several r on r.item_id = a.item_id
join named n on n.product = r.product and n.vuln = a.vuln
group by a.item_id, a.vuln
