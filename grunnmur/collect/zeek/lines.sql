-- JSON lines of one block in the columns that tab-separated logs come in.
with parted as (
  select number, case when json_valid(line) then json_extract_string(line, $paths) end as part
  from line
  where trim(line, e' \t\r') <> ''
)
select
  number,
  part[1] as ts,
  part[2] as source_ip,
  part[3] as source_port,
  part[4] as target_ip,
  part[5] as target_port,
  part[6] as protocol,
  part[7] as service,
  part[8] as duration,
  part[9] as sent,
  part[10] as received,
  part[11] as packets_sent,
  part[12] as packets_received,
  part[13] as state
from parted
