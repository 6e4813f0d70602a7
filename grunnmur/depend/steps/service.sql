-- Words that sensors use for what they recognise, numbered in order.
select service as word, cast(row_number() over (order by service) as int) as service
from (select distinct service from traffic where service is not null) used
