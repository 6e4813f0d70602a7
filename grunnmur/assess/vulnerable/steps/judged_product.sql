-- One answer a thing and product, with what its verdict rests on.
select w.asset_id, w.product_id, s.verdict, s.reason, s.version, s.affected, s.exploited, s.unknown,
    if(s.verdict = 'affected', ['track', 'track_closely', 'attend', 'act'][s.decisions[w.importance] + 1], null) as decision,
    s.worst_cvss, s.worst_epss, s.situation_id, s.listed
from worst_product w join situation_summary s using (situation_id)
