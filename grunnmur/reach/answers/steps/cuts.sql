-- What stops them. The bound is of cost for a complete cut, else of how many are left.
select target, if(kind = 'complete', kind, counted) as stops_what, coalesce(budget::varchar, '') as budget_points, cost,
       "left" || ' / ' || entries as "left", targets_left || ' / ' || targets as targets_left,
       if(kind = 'complete', bound, ceil(left_bound - 1e-6)::bigint) as bound
from cut
order by target, kind desc, budget, counted
