-- Who reaches patient data against the rules, a row a rule and verdict.
select rule_id as rule, layer, verdict, count(distinct account_id) as accounts,
       count(distinct data_store_id) as stores, count(*) as pairs
from access_violation
group by all
order by all
