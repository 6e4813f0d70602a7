select * from made_cut
