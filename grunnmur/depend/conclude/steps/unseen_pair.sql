-- The same for a pair, of which it is known whether it crosses between realms.
select d.consumer_id, d.provider_id, d.protocol, d.port,
    1 - s.share * (1 - m.missed) as probability
from declared_pair d
join sensor_share s on s.at_home = d.at_home
join period_name n on n.written = d.period
join missed_run m on m.realm = d.realm and m.period = n.period
