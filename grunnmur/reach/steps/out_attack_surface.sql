select * from surface
