select class, count(*) filter (reported) as reported, count(*) filter (reported and truly) as right, count(*) filter (truly) as there
from (
    select coalesce(t.class, r.class) as class, r.class is not null as reported, t.class is not null as truly
    from (select * from true_class where observable) as t
    full join reported_class as r on r.noun = t.noun and r.true_id = t.true_id and r.class = t.class
)
group by class
order by class
