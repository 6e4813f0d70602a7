-- Flows nobody saw opened and whose ports alone do not tell: a side known to listen is the server; then the side others
-- call from ports of the moment; then a port that servers listen on; then the port that meets more others. What is left
-- keeps its order and has no `rank`.
select s.*,
  case
    when (lt.port is null) <> (ls.port is null) then 2
    when coalesce(ct.flows, 0) <> coalesce(cs.flows, 0) then 3
    when (pt.port is null) <> (ps.port is null) then 4
    when coalesce(mt.others, 0) <> coalesce(ms.others, 0) then 5
  end as rank,
  case
    when (lt.port is null) <> (ls.port is null) then lt.port is null
    when coalesce(ct.flows, 0) <> coalesce(cs.flows, 0) then coalesce(cs.flows, 0) > coalesce(ct.flows, 0)
    when (pt.port is null) <> (ps.port is null) then pt.port is null
    else coalesce(ms.others, 0) > coalesce(mt.others, 0)
  end as turned
from sighting s
left join listener lt on lt.endpoint = s.target and lt.protocol = s.protocol and lt.port = s.target_port
left join listener ls on ls.endpoint = s.source and ls.protocol = s.protocol and ls.port = s.source_port
left join called ct on ct.endpoint = s.target and ct.protocol = s.protocol and ct.port = s.target_port
left join called cs on cs.endpoint = s.source and cs.protocol = s.protocol and cs.port = s.source_port
left join listed pt on pt.transport = s.protocol and pt.port = s.target_port
left join listed ps on ps.transport = s.protocol and ps.port = s.source_port
left join peer mt on mt.endpoint = s.target and mt.protocol = s.protocol and mt.port = s.target_port
left join peer ms on ms.endpoint = s.source and ms.protocol = s.protocol and ms.port = s.source_port
where s.left_out is null and s.opened is null and s.source_port is not null and s.target_port is not null
