select * exclude (line) from given where product <> ''
