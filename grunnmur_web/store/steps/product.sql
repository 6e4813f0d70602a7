-- Products, called as people call them.
select * replace (product_called(name, product_id) as name) from product
