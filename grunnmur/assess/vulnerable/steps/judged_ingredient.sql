-- One answer an application and product it is built of, with what its verdict rests on.
select w.application_id, w.product_id, s.verdict, s.reason, s.version, s.affected, s.exploited, s.unknown,
    if(s.verdict = 'affected', ['track', 'track_closely', 'attend', 'act'][s.decisions[w.importance] + 1], null) as decision,
    s.worst_cvss, s.worst_epss, s.situation_id, s.listed
from worst_ingredient w join situation_summary s using (situation_id)
