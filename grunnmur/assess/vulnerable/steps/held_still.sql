-- What an update does not remove: rows of NVD and Anchore that name the version it leads to as well. ESXi 6.7 lies below 7.0, and
-- 7.0 is listed too.
with hit as (
    select distinct w.vulnerability_id, w.vuln from ranked_vulnerability w semi join update_hit h using (vulnerability_id)
)
select distinct o.gain, h.vulnerability_id
from offered_update o
join update_code u on u.cpe = o.cpe and u.update_to = o.update_to
join ranked_product p on p.product_id = o.cpe
join ranked_code c on c.product = p.product and c.code = u.code
join ranked_interval i on i.product = p.product and c.rank between i.low and i.high and not i.unread
join ranked_row s on s.interval = i.interval
join hit h on h.vuln = s.vuln
where s.vulnerable and not s.conditional and s.is_simple and s.turn = s.speaks
