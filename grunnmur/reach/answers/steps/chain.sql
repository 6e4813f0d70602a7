-- The steps of one chain.
select from_kind, "from", "by", to_kind, "to", technique
from path_step
where path_id = $path
order by step
