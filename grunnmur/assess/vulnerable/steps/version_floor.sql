-- The last rank that is no version at all: "not applicable" ranks below all others.
select product_id, max(rank) as rank from code_rank where code[1] = '!' group by product_id
