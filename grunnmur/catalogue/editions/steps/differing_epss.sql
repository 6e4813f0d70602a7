-- What two lists of exploit probabilities tell differently.
with told as (
    select distinct document, vulnerability_id, probability, percentile from new_exploit_probability
)
select 'epss' as feed, coalesce(h.vulnerability_id, o.vulnerability_id) as subject, $held_place as held, $other_place as other
from (from told where document = $held) h
full join (from told where document = $other) o using (vulnerability_id, probability, percentile)
where h.document is null or o.document is null
