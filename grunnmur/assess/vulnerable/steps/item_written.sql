-- Every product and version as written, once.
select distinct place, product_id, version, name from run_item order by place, product_id, version, name
