-- What every rule does not let pass.
select * from violation_residency union all select * from violation_operator
union all select * from violation_trust union all select * from violation_approval
