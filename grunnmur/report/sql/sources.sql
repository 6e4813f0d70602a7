select source, format, records, claimed, noted, noted / nullif(records, 0) as noted_share, seen_at
from source
order by source
