-- The traffic per day in words: addresses, who had them, and how the direction is known.
select s.realm, s.ip as source_ip, t.ip as target_ip, f.protocol, f.port, f.on_date, a.id as source_id, b.id as target_id,
       f.service, f.flows, f.bytes, f.first_seen_at, f.last_seen_at, f.hours, f.answered, f.sampled,
       case f.rank when 1 then 'opened' when 2 then 'listening' when 3 then 'momentary' when 4 then 'listed' when 5 then 'peers' end
         as direction
from flow_day f
join endpoint s on s.endpoint = f.source
join endpoint t on t.endpoint = f.target
left join party a on a.party = f.source_party
left join party b on b.party = f.target_party
