-- A version that may be several releases is judged only as far as they all agree. Free updates came to it for certain until the
-- first of them ended: never, where one has ended and the day is not known.
select v.product_id, v.version, v.name,
    case when count(*) = 1 then any_value(c.cycle) end as cycle,
    case when count(*) = 1 then any_value(c.label) end as release,
    case when count(distinct c.support) = 1 then any_value(c.support) else 'unknown' end as support,
    case when count(c.security_until) = count(*) then max(c.security_until) end as security_until,
    max(c.paid_until) as paid_until,
    min(if(c.support = 'unsupported', coalesce(c.security_until, date '1900-01-01'), c.security_until)) as updates_until
from version_cycle v
join cycle_support c on c.product_id = v.product_id and c.cycle = v.cycle
group by v.product_id, v.version, v.name
