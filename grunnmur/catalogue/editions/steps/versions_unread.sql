-- Statements of version that were not understood; commits are not meant to be.
select if(origin = 'cisa', 'cve', origin) as feed, count(*) as rows, min(version) as example
from affected
where matches = 'unread' and scheme is distinct from 'git'
group by all
order by feed
