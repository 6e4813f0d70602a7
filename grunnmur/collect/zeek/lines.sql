-- JSON lines of one block in the columns that tab-separated logs come in.
with parted as (
  select number, case when json_valid(line) then json_extract_string(line, $paths) end as part
  from json_line
  where trim(line, e' \t\r') <> ''
)
select
  number,
  part[1] as ts,
  part[2] as source_ip,
  part[3] as target_ip,
  part[4] as protocol,
  part[5] as port,
  part[6] as service,
  part[7] as duration,
  part[8] as sent,
  part[9] as received,
  part[10] as state
from parted
