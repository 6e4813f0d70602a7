-- Every claim about a noun is a node: something that is one real thing, not yet known which.
select row_number() over (order by h.tbl, r.source, r.record_key, h.claim - h.record) as node,
       h.tbl as noun, h.claim, h.record, h.claim = h.record as about,
       r.source, r.file, r.line, r.record_key, h.claim - h.record as position, r.seen_at,
       coalesce(f.format, s.format) as format, coalesce(s.realm, '') as realm, s.platform, s.organisation
from header h
join record_name r using (record)
left join source_setting s on s.source = r.source
left join file_format f on f.source = r.source and f.file = r.file
where h.tbl in (select unnest($nouns))
