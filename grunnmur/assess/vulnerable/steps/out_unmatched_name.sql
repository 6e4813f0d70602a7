select w.name, w.kind, sum(w.assets)::bigint as assets,
    if(any_value(c.candidates) like '% %', 'ambiguous', min(w.reason)) as reason, any_value(c.candidates) as candidates
from unmatched_written w
left join name_candidate c using (name)
group by w.name, w.kind
