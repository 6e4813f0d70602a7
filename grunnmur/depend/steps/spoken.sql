-- What each server's port speaks: the word most of its recognised flows have.
with said as (
  select target, protocol, port, service, sum(flows) as flows
  from flow_day
  where service is not null
  group by target, protocol, port, service
),
ranked as (
  select *, row_number() over (partition by target, protocol, port order by flows desc, service) as place
  from said
)
select s.target, s.protocol, s.port, coalesce(w.protocol, upper(v.word)) as name, coalesce(w.generic, false) as generic,
       coalesce(w.seals, false) as seals
from ranked s
join service v on v.service = s.service
left join word w on w.word = v.word
where s.place = 1
