select * from decided
