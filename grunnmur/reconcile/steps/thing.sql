-- Every thing there is a row for: what rows are about, what is only mentioned, and every product anybody named.
select noun as tbl, entity_id, null::varchar as name from node_entity where noun <> 'product' group by all
union all
select noun, entity_id, name from mentioned
union all
select 'device', entity_id, null from claim_entity where tbl = 'device' group by all
union all
select 'product', product_id, min(text) from product_name group by product_id
