-- Files of releases that are dated on a day that has not come; tomorrow has, somewhere.
select distinct place, said_on from release_told where said_on > $on::date + 1 order by place
