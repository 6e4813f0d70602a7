-- When each source was last seen to tell anything.
select source, max(seen_at) as seen_at from record_name group by source
