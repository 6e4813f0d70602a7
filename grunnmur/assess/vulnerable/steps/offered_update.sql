-- The update offered for a product and version that runs: the least version beyond every range it lies in. Under each name
-- that CPE has for it.
with offered as (
    select g.gain, max(r.mending).version as update_to
    from running r join changed_gain g on g.product_id = r.product_id and g.version is not distinct from r.version
    where r.mending is not null
    group by g.gain
)
select distinct o.gain, o.update_to, unnest(r.names) as cpe
from offered o
join changed_gain g using (gain)
join running r on r.product_id = g.product_id and r.version is not distinct from g.version
where o.update_to <> 'latest'
