-- Lines of one block of an AWS flow log as flow records.
with read as (
  select
    number,
    -- behind a gateway or in a pod, the packet's own addresses are the true ends
    coalesce(packet_source_ip, source_ip) as source_ip,
    coalesce(packet_target_ip, target_ip) as target_ip,
    try_cast(source_port as bigint) as source_port,
    try_cast(target_port as bigint) as target_port,
    protocol,
    try_cast(packets as hugeint) as packets,
    try_cast(bytes as hugeint) as bytes,
    try_cast(started as bigint) as started,
    try_cast(ended as bigint) as ended,
    -- of TCP flags an ACK is told only beside a SYN: SYN alone opened, SYN with ACK answered
    try_cast(tcp_flags as integer) & 18 as handshake,
    upper(action) as action,
    upper(status) as status
  from line
)
select
  number, source_ip, source_port, target_ip, target_port, protocol, packets, bytes,
  if(started between 0 and $latest, make_timestamp(started * 1000000), null) as started_at,
  if(ended between 0 and $latest, make_timestamp(ended * 1000000), null) as ended_at,
  case handshake when 2 then true when 18 then false end as opened,
  case handshake when 18 then true end as answered,
  case
    when status = 'NODATA' then 'flow_log_without_data'
    when status = 'SKIPDATA' then 'flow_log_skipped'
    when status is not null and status <> 'OK' or status is null and $status_told then 'line_malformed'
    when action = 'REJECT' then 'flow_rejected'
    when action <> 'ACCEPT' then 'line_malformed'
  end as verdict
from read
