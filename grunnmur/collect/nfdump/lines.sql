-- Rows of nfdump's text outputs (line, long, extended, bidirectional, firewall events) in the columns of its CSV.
with cut as (
  select
    number,
    trim(line, e' \t\r') as line,
    regexp_extract(
      trim(line, e' \t\r'),
      if($events,
        '^(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?)\s+(\S+)\s+\S+\s+(\S+)\s+(\S+)\s+<?->?\s+(\S+)\s+\S+\s+<?->?\s+\S+\s+(.*)$',
        '^(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?)\s+((?:-?\d+d )?[-\d.:]+)\s+(\S+)\s+(\S+)\s+<?->?\s+(\S+)\s+(.*)$'),
      ['started', 'second', 'protocol', 'source', 'target', 'rest']) as part
  from line
  where trim(line, e' \t\r') <> ''
),
read as (
  select
    number,
    part.started as started,
    if($events, null, part.second)::varchar as duration,
    if($events, part.second, null)::varchar as event,
    part.protocol as protocol,
    part.source as source,
    part.target as target,
    -- a count may be scaled: 1.2 M
    regexp_extract_all(part.rest, '[\d.]+ [KMGT]\b|\S+') as counter
  from cut
)
select
  number, started, duration, event, protocol,
  null::varchar as ended,
  -- IPv4 stands before a colon, IPv6 before the last dot; of ICMP the port is a type, a dot and a code
  coalesce(nullif(regexp_extract(source, '^(\d+\.\d+\.\d+\.\d+):', 1), ''), regexp_extract(source, '^(.*:.*)\.\d+$', 1)) as source_ip,
  coalesce(nullif(regexp_extract(target, '^(\d+\.\d+\.\d+\.\d+):', 1), ''), regexp_extract(target, '^(.*:.*)\.\d+$', 1)) as target_ip,
  regexp_extract(source, '[:.](\d+)$', 1) as source_port,
  regexp_extract(target, '[:.](\d+)$', 1) as target_port,
  (counter[list_position($names, 'flags')])::varchar as flags,
  (counter[list_position($names, 'packets')])::varchar as packets,
  (counter[list_position($names, 'packets_back')])::varchar as packets_back,
  (counter[list_position($names, 'bytes')])::varchar as bytes,
  (counter[list_position($names, 'bytes_back')])::varchar as bytes_back,
  (counter[list_position($names, 'flows')])::varchar as flows,
  len(counter) = len($names) as whole
from read
