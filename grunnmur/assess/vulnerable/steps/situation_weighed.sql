-- Each vulnerability of each situation, with its rank within it: the most urgent first.
select m.situation, m.vuln, m.truth, m.basis, m.origins, m.disputed, m.conditional,
    999999999 - m.best % 1000000000 as row_id, s.state, v.exploited, v.epss, v.cvss, v.published_on, v.decisions,
    row_number() over (partition by m.situation order by m.truth desc, v.urgency) as turn
from situation_match m
join fresh_situation s using (situation)
join vulnerability_weight v using (vuln)
