"""Who can reach patient data, by which chain; how an attacker comes there; and what stops it at least cost.

Reads identities, rights, logons, logging, machines and what they run on, zones and their rules, stores
of data with all copies, and what `finding` says is vulnerable; gives `access`, `access_violation`,
`attack_surface`, `attack_exposure`, `cut`, `cut_item`, `cut_path` and `path_step`. Promises that every pair of
identity and data is found that the rights lead to, that what is not known is listed and never passed,
and that a complete cut stops every way at a cost its own proof shows to be the least.
"""

from grunnmur.reach.reach import reach

__all__ = ["reach"]
