select * exclude (line) from given where product <> '' and cycle <> ''
