select * exclude (side) from finding_change where side = 'opened'
