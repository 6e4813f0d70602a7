-- Addresses that things had.
select distinct ip from address where ip is not null
