-- What applications say they need, read as a product and its releases.
select r.requires, r.product_id, r.version,
    case when count(c.cycle) = 1 then any_value(c.label) end as release,
    case when count(c.cycle) > 0 and count(distinct c.support) = 1 then any_value(c.support)
         else 'unknown' end as support,
    case when count(c.security_until) = count(*) then max(c.security_until) end as security_until
from requirement r
left join cycle_support c on c.product_id = r.product_id and c.cycle = r.cycle
group by r.requires, r.product_id, r.version
