-- An id stays with most of its rows, ties to the older; where two clusters want it, the one with more rows.
with wanted as (
    select * from entity_vote
    qualify row_number() over (partition by cluster order by votes desc, born, entity_id) = 1
)
select cluster, entity_id from wanted
qualify row_number() over (partition by entity_id order by votes desc, cluster) = 1
