select
    code,
    count(*) as notes,
    count(distinct source) as sources,
    min_by(facts, (source, place, facts)) as facts
from note
group by code
order by notes desc, code
