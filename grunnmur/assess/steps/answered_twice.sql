-- A subject that one rule's answer names more than once for the same product.
select subject_id from rule_answer group by subject_kind, subject_id, product_id having count(*) > 1 order by subject_id limit 1
