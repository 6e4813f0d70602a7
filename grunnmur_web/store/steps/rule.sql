-- The rules, each saying whether its findings are guarded.
select * replace (is_guarded(guarded, aspect) as guarded) from rule
