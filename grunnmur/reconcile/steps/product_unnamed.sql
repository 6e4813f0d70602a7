-- Operating systems that nobody knows a product for, and how many things run each.
select p.text, count(*) as assets
from product_name p
join judged j on j.tbl = 'asset' and j.attribute = 'os_name' and j.chosen and j.value = p.text
where p.confidence = 0
group by p.text
