-- A name a row, in the spelling most things have: a decision of what it means holds for all of them, since letters and numbers
-- alone tell names apart. One without any is its own.
with counted as (
    select coalesce(nullif(trim(regexp_replace(lower(strip_accents(name)), '[^\p{L}\p{N}]+', ' ', 'g')), ''), name) as told,
        name, kind, reason, sum(assets)::bigint as assets
    from unmatched_written
    group by all
), spelt as (
    select kind, first(name order by assets desc, name) as name, sum(assets)::bigint as assets, min(reason) as reason
    from counted
    group by told, kind
)
select s.name, s.kind, s.assets, if(c.candidates like '% %', 'ambiguous', s.reason) as reason, c.candidates
from spelt s
left join name_candidate c using (name)
