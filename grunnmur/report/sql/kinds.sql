-- An estimate of more than twice what was seen says that the sources overlap too little to tell: it is
-- not known, and not shown as if it were.
with seen as (
    select coalesce(kind, 'unknown') as kind, count(*) as things from asset group by all
),
told as (
    select seen.kind, seen.things,
        case when coverage.estimated <= 2 * seen.things
            then greatest(coverage.estimated, seen.things) end as estimated
    from seen
    left join coverage on coverage.asset_kind = seen.kind and coverage.source = '*'
)
select
    kind, things, estimated,
    estimated - things as unseen,
    things / estimated as share
from told
order by things desc, kind
