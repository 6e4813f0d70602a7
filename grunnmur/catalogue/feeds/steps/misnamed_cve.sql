select count(*) as rows, min(cve) as example
from given
where product ilike '%.net framework%' and cpe like '%:microsoft:.net:%'
