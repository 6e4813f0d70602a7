-- Conservation: every row of every source is claimed or noted.
select s.source,
       coalesce(string_agg(distinct f.format, ', ' order by f.format), s.format) as format,
       s.path,
       any_value(w.seen_at) as seen_at,
       coalesce(sum(f.records), 0)::bigint as records,
       coalesce(sum(f.claimed), 0)::bigint as claimed,
       coalesce(sum(f.noted), 0)::bigint as noted
from source_setting s
left join file_count f on f.source = s.source
left join source_seen w on w.source = s.source
group by s.source, s.format, s.path
