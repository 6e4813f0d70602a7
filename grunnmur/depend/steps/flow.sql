-- The traffic per day in words: addresses, who had them, and how the direction is known. The numbers sort it like the words.
with place as materialized (
  select endpoint, realm::realm_word as realm, ip::ip_word as ip from endpoint
),
someone as materialized (
  select party, id::party_word as id from party
)
select f.source, f.target, f.source_party, f.target_party,
       s.realm, s.ip as source_ip, t.ip as target_ip, f.protocol, f.port, f.on_date, a.id as source_id, b.id as target_id,
       v.word as service, f.flows, f.bytes, f.first_seen_at, f.last_seen_at, f.hours, f.answered, f.sampled,
       case f.rank when 1 then 'opened' when 2 then 'listening' when 3 then 'momentary' when 4 then 'listed' when 5 then 'peers' end
         as direction
from flow_day f
join place s on s.endpoint = f.source
join place t on t.endpoint = f.target
left join service v on v.service = f.service
left join someone a on a.party = f.source_party
left join someone b on b.party = f.target_party
