-- Ways for an attacker, a row an entry and target.
select entry_class, target, entries, entries_through as through, targets_reached as reached, distance, paths
from attack_surface
order by all
