-- Before the plan, and after each of its waves.
select -1 as period
union
select period from wave
