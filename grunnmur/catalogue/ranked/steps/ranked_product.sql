-- The products the edition says anything of.
select p.product, p.product_id, p.scheme from ranking_product p semi join stated_row s on s.product = p.product
