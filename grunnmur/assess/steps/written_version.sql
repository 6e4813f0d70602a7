-- Every way a product and its version are written, once; naming says which releases each may be.
select distinct product_id, coalesce(version, '') as version, coalesce(name, '') as name from (
    select product_id, version, os_name as name from asset where product_id is not null
    union all
    select product_id, version, null from installation
)
where product_id in (select product_id from release_cycle)
order by all
