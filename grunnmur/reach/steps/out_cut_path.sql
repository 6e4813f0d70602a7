select * from made_path
