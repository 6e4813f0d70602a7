-- Which share of ways passes a sensor, within a realm and between realms: of what is declared to be used every day,
-- how much was seen. One more of each kind is counted, as if one had been seen and one had not (Laplace's rule).
select d.at_home, count(*) as declared, (count(*) filter (d.was_seen) + 1.0) / (count(*) + 2.0) as share
from declared_pair d
join period_name n on n.written = d.period and n.period = 'daily'
where d.at_home is not null
group by d.at_home
