select * from judging_rule
