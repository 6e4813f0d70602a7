-- Single updates by what they remove, the most first. `latest`: the system is mended in place, by updating it.
select
    coalesce(product.name, update_gain.product_id) as product, update_gain.version, update_to,
    assets, removed, exploited_removed, remaining, risk_removed
from update_gain
left join product using (product_id)
order by risk_removed desc, removed desc, update_gain.product_id, update_gain.version, update_to
