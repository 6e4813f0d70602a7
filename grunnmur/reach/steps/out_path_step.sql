-- Every chain: of rights, of moves, and of what proves a cut.
select * from chain_step union all select * from attack_step union all select * from cut_step
