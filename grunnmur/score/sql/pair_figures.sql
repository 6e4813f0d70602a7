-- Right is what is true, observable or not; recall is over what was seen at least once.
with judged as (
    select r.unit, exists (
        select 1 from true_pairs as t
        where t.unit = r.unit and t.consumer_id = r.consumer_id and t.provider_id = r.provider_id
          and t.port is not distinct from r.port
    ) as right
    from reported_pairs as r
),
truth as (
    select t.unit, t.true_consumer, t.true_provider, t.port, bool_or(r.unit is not null) as found
    from true_pairs as t
    left join reported_pairs as r
        on r.unit = t.unit and r.consumer_id = t.consumer_id and r.provider_id = t.provider_id
        and r.port is not distinct from t.port
    where t.observable
    group by all
)
select
    unit,
    (select count(*) from judged as j where j.unit = u.unit) as reported,
    (select count(*) filter (j.right) from judged as j where j.unit = u.unit) as right,
    (select count(*) from truth as t where t.unit = u.unit) as observable,
    (select count(*) filter (t.found) from truth as t where t.unit = u.unit) as found
from (values ('pairs'), ('services')) as u (unit)
order by unit
