select count(*) as rows, min(cve) as example
from given
where cve = '' or vendor = '' or product = ''
