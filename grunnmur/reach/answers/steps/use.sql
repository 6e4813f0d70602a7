-- Rights against use: could reach, did log on, can be proven.
select case when could then 'right_held' when could is null then 'right_none' else 'right_closed' end as "right",
       case when did then 'used' when not did then 'not_used' end as used,
       case when provable then 'provable' when not provable then 'not_provable' end as provable,
       count(distinct account_id) as accounts, count(distinct data_store_id) as stores, count(*) as pairs
from access
group by 1, 2, 3
order by 1, 2, 3
