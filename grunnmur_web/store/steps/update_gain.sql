-- Single updates, with what the product is called and of how many things each would mend something. `words` is what the
-- list is searched by.
select
    gain.*,
    product_called(product.name, gain.product_id) as product_name, product.kind,
    coalesce(helped.things, 0) as helped,
    gain.exploited_removed > 0 as removes_exploited, gain.remaining = 0 as removes_all,
    words_of(concat_ws(' ', gain.product_id, product.name, gain.version, gain.update_to)) as words
from update_gain as gain
left join product on product.product_id = gain.product_id
left join (
    select mended.product_id, mended.version, count(distinct situation.asset_id) as things
    from situation join mended on mended.situation_id = situation.situation_id
    group by all
) as helped on helped.product_id = gain.product_id and coalesce(helped.version, '') = coalesce(gain.version, '')
