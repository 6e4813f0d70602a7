-- Unseen is what no sensor could see, and of the rest what did not run while they watched.
select a.application_id, p.period,
    1 - c.coverage * (1 - m.missed) as probability,
    m.watched_hours, m.window_hours, c.coverage, m.runs
from application a
cross join (select unnest(['daily', 'weekly', 'monthly', 'yearly', 'failover']) as period) p
left join application_coverage c on c.application_id = a.application_id
left join missed_run m on m.realm = c.realm and m.period = p.period
