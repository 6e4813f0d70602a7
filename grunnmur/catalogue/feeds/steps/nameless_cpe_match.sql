select count(*) as rows, min(cve) as example
from given
where cve = '' or vendor in ('', 'null', '*') or product in ('', 'null', '*')
