with seen as (
    select coalesce(kind, 'unknown') as kind, count(*) as things from asset group by all
)
select
    seen.kind,
    seen.things,
    greatest(coverage.estimated, seen.things) as estimated,
    greatest(coverage.estimated, seen.things) - seen.things as unseen,
    seen.things / greatest(coverage.estimated, seen.things) as share
from seen
left join coverage on coverage.asset_kind = seen.kind and coverage.source = '*'
order by seen.things desc, seen.kind
