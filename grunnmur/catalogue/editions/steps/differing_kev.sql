-- What two lists of known exploited vulnerabilities tell differently.
with told as (
    select distinct document, vulnerability_id, added_on, due_on, coalesce(ransomware, false) as ransomware from new_exploited
)
select 'kev' as feed, coalesce(h.vulnerability_id, o.vulnerability_id) as subject, $held_place as held, $other_place as other
from (from told where document = $held) h
full join (from told where document = $other) o using (vulnerability_id, added_on, due_on, ransomware)
where h.document is null or o.document is null
